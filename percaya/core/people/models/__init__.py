"""The tables of people: contacts and their addresses, organisations, what is noted and agreed, merges, imports."""

from percaya.core.people.models.contact import Contact, Handle
from percaya.core.people.models.entering import PortalEntry, PortalSession
from percaya.core.people.models.importing import ImportTrouble, PeopleImport
from percaya.core.people.models.merging import ContactMerge, MergeProposal
from percaya.core.people.models.organisation import Organisation, OrganisationDomain
from percaya.core.people.models.said import Basis, Consent, ContactNote, Purpose

__all__ = [
    "Basis",
    "Consent",
    "Contact",
    "ContactMerge",
    "ContactNote",
    "Handle",
    "ImportTrouble",
    "MergeProposal",
    "Organisation",
    "OrganisationDomain",
    "PeopleImport",
    "PortalEntry",
    "PortalSession",
    "Purpose",
]
