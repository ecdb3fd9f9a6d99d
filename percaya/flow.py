"""THE PATH: what happens, and what it sets off, in order. Read this first. Nothing imports it."""

from percaya.core.desk import reactions as desk
from percaya.core.desk.events import ViewChanged
from percaya.core.journal.reactions import Flow, Follow, Later, Now
from percaya.core.knowledge.actions import publishing as knowledge_publishing
from percaya.core.people import reactions as people
from percaya.core.people import search as people_search
from percaya.core.people.actions import importing as people_importing
from percaya.core.people.events import ContactChanged, ContactsMerged, ContactsSeparated, TalkHanded
from percaya.core.promises import reactions as promises
from percaya.core.promises.events import PromiseLate
from percaya.core.ratings.events import RatingGiven
from percaya.core.tickets import reactions as tickets
from percaya.core.tickets.events import (
    DeliveryChanged,
    FieldsSet,
    LabelAdded,
    LabelRemoved,
    LabelsChanged,
    LanguageDetected,
    MergeUndone,
    MessageForwarded,
    MessageReceived,
    MoodRead,
    PartTold,
    PriorityChanged,
    ReplyCancelled,
    ReplyStepsDue,
    ReplyWritten,
    SpamMarked,
    SpamUnmarked,
    SplitUndone,
    StateChanged,
    SubjectChanged,
    TicketAssigned,
    TicketContactChanged,
    TicketJoined,
    TicketMerged,
    TicketOpened,
    TicketParted,
    TicketSnoozed,
    TicketSplit,
    TicketSplitOff,
    TicketTeamChanged,
    TicketWoken,
    TopicChanged,
)
from percaya.core.tickets.events.updates import NextUpdateDropped, NextUpdateSaid
from percaya.core.tickets.search import follower as search
from percaya.core.workspace.events import (
    AccountChanged,
    AccountConnected,
    AccountDisconnected,
    AccountNews,
    BrandChanged,
    FieldsChanged,
    MemberChanged,
    MemberJoined,
    RoleChanged,
    TeamChanged,
    WorkspaceChanged,
)
from percaya.stages.analytics import reactions as analytics
from percaya.stages.analytics.actions import alerting, mailing, reporting
from percaya.stages.automation import reactions as automation
from percaya.stages.automation.actions import calling as automation_calling
from percaya.stages.automation.actions import running as automation_running
from percaya.stages.automation.events import EscalationAsked, RuleChanged
from percaya.stages.bulk import actions as bulk
from percaya.stages.chat import mailing as chat_mailing
from percaya.stages.chat import reactions as chat
from percaya.stages.chat import waiting as chat_waiting
from percaya.stages.chat.events import ChatLeftUnanswered
from percaya.stages.delivery import actions as delivery_actions
from percaya.stages.delivery import holding as delivery_holding
from percaya.stages.delivery import news as delivery_news
from percaya.stages.delivery import parts as delivery_parts
from percaya.stages.delivery import reactions as delivery
from percaya.stages.delivery import renewing as delivery_renewing
from percaya.stages.delivery import templates as delivery_templates
from percaya.stages.delivery import windows as delivery_windows
from percaya.stages.escalation import reactions as escalation
from percaya.stages.escalation.actions import raising as escalation_raising
from percaya.stages.escalation.actions import reminding as escalation_reminding
from percaya.stages.escalation.actions import stepping as escalation_stepping
from percaya.stages.escalation.events import EscalationAcknowledged, EscalationClosed, EscalationRaised
from percaya.stages.forecast import reactions as forecast
from percaya.stages.forecast.actions import watching as forecast_watching
from percaya.stages.intake import actions as intake_actions
from percaya.stages.intake.actions import accepting as intake_accepting
from percaya.stages.intake.actions import forgetting as intake_forgetting
from percaya.stages.intake.actions import recalling as intake_recalling
from percaya.stages.intake.events import ArrivalAccepted
from percaya.stages.notices import reactions as notices
from percaya.stages.notices import telling as notices_telling
from percaya.stages.notices.actions import digesting, pushing
from percaya.stages.routing import reactions as routing
from percaya.stages.routing.actions import giving_back, placing, tending
from percaya.stages.routing.events import AvailabilityChanged, RoutingChanged
from percaya.stages.sla import kept as sla_kept
from percaya.stages.sla import reactions as sla
from percaya.stages.sla.actions import applying, ringing
from percaya.stages.sla.events import ClockBreached, ClockWarned, PolicyChanged
from percaya.stages.surveys import reactions as surveys
from percaya.stages.surveys.actions import asking as surveys_asking
from percaya.stages.surveys.events import LowAnswer, SurveyChanged
from percaya.stages.triage import reactions as triage
from percaya.web.inbox import reference as inbox
from percaya.web.portal import sending as portal_sending

FLOW = Flow(
    {
        # something came in through a door and is durable
        ArrivalAccepted: (
            Later(
                intake_actions.process,
                args=lambda e: {"arrival_id": e.arrival},
                order=lambda e: e.order,
                unique=intake_accepting.job_of,
                after=intake_accepting.spare_of,
            ),
        ),
        # a customer's message is in its ticket
        MessageReceived: (
            Now(triage.read),
            Now(sla.received),
            Now(delivery_windows.heard),
            Now(notices.acknowledge),
            Now(escalation.received),
            Now(automation.consider),
            Now(chat.received),
        ),
        # a ticket looks for its person, and what it weighs on whom
        TicketOpened: (Now(sla.opened), Now(routing.opened), Now(escalation.opened), Now(automation.consider)),
        TicketTeamChanged: (Now(sla.altered), Now(promises.look_after), Now(routing.handed_over), Now(automation.consider)),
        TicketAssigned: (
            Now(sla.altered),
            Now(promises.look_after_former),
            Now(routing.given),
            Now(automation.consider),
            Now(chat.changed),
        ),
        StateChanged: (
            Now(sla.moved),
            Now(routing.moved_on),
            Now(escalation.moved),
            Now(automation.consider),
            Now(chat.changed),
            Now(surveys.solved),
        ),
        **dict.fromkeys((TicketSnoozed, TicketWoken), (Now(routing.weigh),)),
        **dict.fromkeys((SpamMarked, TicketMerged), (Now(sla.came_back), Now(routing.weigh), Now(escalation.gone))),
        **dict.fromkeys((SpamUnmarked, MergeUndone), (Now(sla.came_back), Now(routing.weigh))),
        # what a ticket owes may be another thing now
        **dict.fromkeys((TicketSplit, TicketSplitOff, SplitUndone), (Now(sla.came_back),)),
        **dict.fromkeys((LabelRemoved, TopicChanged, FieldsSet, TicketContactChanged, LanguageDetected), (Now(sla.altered),)),
        # also: a chat that began with a greeting says what it is about
        SubjectChanged: (Now(sla.altered), Now(routing.named), Now(automation.named)),
        ContactChanged: (Now(sla.contact_altered),),
        **dict.fromkeys((PolicyChanged, WorkspaceChanged), (Now(sla_kept.forget),)),
        # a new channel: its templates are fetched at once, and somebody looks back from time to time
        AccountConnected: (Now(sla_kept.forget), Now(delivery_templates.connected), Now(intake_recalling.changed)),
        # somebody mended a channel: what waited for it is tried again
        AccountChanged: (Now(sla_kept.forget), Now(delivery_holding.account_changed), Now(intake_recalling.changed)),
        AccountDisconnected: (Now(sla_kept.forget), Now(delivery_news.left)),
        # a provider tells of an account or its templates
        AccountNews: (Now(delivery_news.heard),),
        # another app of the business took a conversation, or gave it back
        TalkHanded: (Now(delivery_windows.handed),),
        # two tickets turned out to be one matter, or two again
        TicketJoined: (Now(sla.came_back), Now(promises.follow_merge), Now(routing.weigh)),
        TicketParted: (Now(sla.came_back), Now(promises.follow_parting)),
        # a visitor reads above the talk by when they hear from us
        **dict.fromkeys((NextUpdateSaid, NextUpdateDropped), (Now(chat.changed),)),
        # a visitor waits for an owner who does not answer
        ChatLeftUnanswered: (
            Later(
                giving_back.give_back,
                args=lambda e: {"ticket_id": e.ticket, "owner": e.owner},
                order=lambda e: f"routing:{e.ticket}",
            ),
        ),
        # somebody comes or goes, or routing is wanted otherwise
        AvailabilityChanged: (Now(routing.came_or_went),),
        RoutingChanged: (Now(routing.changed),),
        # an answer is in the outbox
        ReplyWritten: (Now(sla.replied), Now(delivery.queue_reply), Now(automation.consider)),
        MessageForwarded: (Now(delivery.queue_reply),),
        DeliveryChanged: (Now(sla.delivered), Now(chat.delivered), Now(delivery_news.note_failure)),
        # a message of which nobody knew whether it had left
        PartTold: (Now(delivery_parts.told),),
        ReplyCancelled: (Now(sla.came_back), Now(delivery.unqueue_reply)),
        # a scheduled reply has left: now is the time for its macro's steps
        ReplyStepsDue: (Now(desk.do_what_goes_along),),
        # two contacts turned out to be one person
        ContactsMerged: (
            Now(tickets.follow_merged_contact),
            Now(delivery_windows.follow_merge),
            Now(sla.contact_altered),
        ),
        ContactsSeparated: (
            Now(tickets.follow_separated_contact),
            Now(delivery_windows.follow_separation),
            Now(sla.contact_altered),
        ),
        # what else rules wait for; they are asked in a job, ticket by ticket
        LabelAdded: (Now(inbox.forget), Now(sla.altered), Now(automation.consider)),
        PriorityChanged: (Now(sla.altered), Now(automation.consider)),
        MoodRead: (Now(sla.altered), Now(escalation.hear), Now(automation.consider)),
        **dict.fromkeys((PromiseLate, ClockWarned, ClockBreached), (Now(escalation.hear), Now(automation.consider))),
        RatingGiven: (Now(automation.consider), Now(surveys.answered)),
        **dict.fromkeys((EscalationAsked, LowAnswer), (Now(escalation.hear),)),
        SurveyChanged: (Now(surveys.changed),),
        # whoever has it higher up owes the customer the next word
        **dict.fromkeys((EscalationRaised, EscalationAcknowledged), (Now(forecast.went_higher),)),
        EscalationClosed: (Now(forecast.came_down),),
        RuleChanged: (Now(automation.forget),),
        # what pages keep of members, teams and labels is out of date
        **dict.fromkeys(
            (BrandChanged, MemberChanged, RoleChanged, TeamChanged, LabelsChanged, ViewChanged),
            (Now(inbox.forget),),
        ),
        MemberJoined: (Now(inbox.forget), Now(routing.seat)),
        FieldsChanged: (Now(inbox.forget), Now(sla_kept.forget), Now(people.forget_changed_fields)),
    },
    followers=(
        Follow("search", search.index),
        Follow("people-search", people_search.follow),
        Follow("notices", notices_telling.tell),
        Follow("analytics", analytics.follow),
        Follow("forecast", forecast.follow),
    ),
)

# Jobs that no event starts but verbs do (a resend), named here so that this page has everything that runs.
TASKS = (
    knowledge_publishing.appear,
    people_importing.work,
    pushing.push,
    digesting.digest,
    bulk.work,
    delivery_actions.send,
    delivery_holding.try_held,
    delivery_templates.sync_templates,
    delivery_renewing.renew_keys,
    intake_actions.process,
    intake_actions.follow_up,
    intake_actions.fetch,
    intake_recalling.recall,
    intake_recalling.look_back,
    intake_forgetting.forget,
    alerting.watch,
    mailing.tell_next,
    reporting.send_report,
    ringing.ring,
    applying.apply,
    placing.place,
    tending.tend,
    tending.take_backlog,
    tending.hand_over,
    tending.overflow,
    automation_running.run,
    automation_running.after,
    automation_running.at_time,
    automation_running.one,
    automation_calling.tell,
    escalation_raising.consider,
    escalation_stepping.take_step,
    escalation_reminding.remind,
    forecast_watching.watch,
    surveys_asking.ask,
    surveys_asking.ask_round,
    surveys_asking.remind,
    chat_mailing.mail_unread,
    chat_waiting.give_back,
    portal_sending.send_entry,
    portal_sending.send_invitation,
)
