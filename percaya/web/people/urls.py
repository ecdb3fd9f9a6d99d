from django.urls import path

from percaya.web.people import belongings, contact_page, imports, listing, merging, organisations

app_name = "people"
_W = "w/<slug:slug>/"
_C = _W + "contacts/<str:public_id>"
_O = _W + "contacts/organisations/<str:public_id>"
urlpatterns = [
    path(_W + "contacts", listing.contacts, name="contacts"),
    path(_W + "contacts/export", listing.export, name="export"),
    path(_W + "contacts/import", imports.imports, name="imports"),
    path(_W + "contacts/import/<int:import_id>", imports.one_import, name="import"),
    path(_W + "contacts/import/<int:import_id>/errors", imports.errors, name="import_errors"),
    path(_W + "contacts/import/<int:import_id>/<slug:verb>", imports.settle, name="settle_import"),
    path(_W + "contacts/new", contact_page.new, name="new"),
    path(_W + "contacts/organisations", organisations.organisations, name="organisations"),
    path(_W + "contacts/organisations/names", organisations.names, name="organisation_names"),
    path(_W + "contacts/organisations/export", organisations.export, name="export_organisations"),
    path(_W + "contacts/organisations/new", organisations.new, name="new_organisation"),
    path(_O, organisations.organisation, name="organisation"),
    path(_O + "/reveal/<slug:key>", belongings.reveal_of_organisation, name="reveal_of_organisation"),
    path(_C, contact_page.contact, name="contact"),
    path(_C + "/edit", contact_page.edit, name="edit"),
    path(_C + "/addresses", belongings.add_address, name="add_address"),
    path(_C + "/addresses/<int:handle_id>", belongings.change_address, name="address"),
    path(_C + "/addresses/<int:handle_id>/move", merging.move, name="move"),
    path(_C + "/notes", belongings.add_note, name="add_note"),
    path(_C + "/notes/<int:note_id>", belongings.change_note, name="note"),
    path(_C + "/consents", belongings.add_consent, name="add_consent"),
    path(_C + "/consents/<int:consent_id>/withdraw", belongings.withdraw, name="withdraw"),
    path(_C + "/organisation/<slug:verdict>", belongings.belongs, name="belongs"),
    path(_C + "/reveal/<slug:key>", belongings.reveal, name="reveal"),
    path(_C + "/merge", merging.merge, name="merge"),
    path(_C + "/merges/<int:merge_id>/undo", merging.separate, name="separate"),
]
