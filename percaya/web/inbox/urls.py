from django.urls import include, path

from percaya.web.inbox import around, bulk, changes, creating, files, finding, held, lists, palette, people, ticket_page, writing

app_name = "inbox"
_W = "w/<slug:slug>/"
_T = _W + "inbox/<int:number>"
urlpatterns = [
    path(_W + "inbox", lists.inbox, name="list"),
    path(_W + "inbox/rows", lists.rows, name="rows"),
    path(_W + "inbox/views", lists.views, name="views"),
    path(_W + "inbox/choices", lists.choices, name="choices"),
    path(_W + "inbox/bulk", bulk.bulk, name="bulk"),
    path(_W + "inbox/bulk/choose", bulk.choose, name="bulk_choose"),
    path(_W + "inbox/bulk/size", bulk.size, name="bulk_size"),
    path(_W + "inbox/bulk/menu", bulk.menu, name="bulk_menu"),
    path(_W + "bulk", bulk.runs, name="runs"),
    path(_W + "bulk/<str:public_id>", bulk.run, name="run"),
    path(_W + "bulk/<str:public_id>/panel", bulk.panel, name="run_panel"),
    path(_W + "bulk/<str:public_id>/<slug:verb>", bulk.run_do, name="run_do"),
    path(_W + "search", finding.search, name="search"),
    path(_W + "palette", palette.palette, name="palette"),
    path(_W + "new", creating.new, name="new"),
    path(_T, ticket_page.ticket, name="ticket"),
    path(_T, include("percaya.web.inbox.urls_joining")),
    path(_T + "/earlier", ticket_page.earlier, name="earlier"),
    path(_T + "/fresh", ticket_page.fresh, name="fresh"),
    path(_T + "/around", around.around, name="around"),
    path(_T + "/assignees", ticket_page.assignees, name="assignees"),
    path(_T + "/change/<slug:verb>", changes.change, name="change"),
    path(_T + "/undo", changes.take_back, name="undo"),
    path(_T + "/draft/<slug:kind>", writing.draft, name="draft"),
    path(_T + "/reply", writing.reply, name="reply"),
    path(_T + "/note", writing.note, name="note"),
    path(_T + "/files", files.upload, name="upload"),
    path(_T + "/files/<slug:kind>/<int:attachment_id>/remove", files.remove, name="remove"),
    path(_T + "/messages/<int:message_id>/html", files.html, name="html"),
    path(_T + "/messages/<int:message_id>/raw", files.raw, name="raw"),
    path(_T + "/messages/<int:message_id>/cancel", writing.cancel, name="cancel"),
    path(_T + "/messages/<int:message_id>/resend", writing.resend, name="resend"),
    path(_W + "quarantine", held.quarantine, name="quarantine"),
    path(_W + "quarantine/<int:arrival_id>", held.arrival, name="arrival"),
    path(_W + "quarantine/<int:arrival_id>/raw", held.raw, name="arrival_raw"),
    path(_W + "quarantine/<int:arrival_id>/<slug:verb>", held.settle, name="settle"),
    path(_W + "stuck", held.stuck, name="stuck"),
    path(_W + "stuck/<int:job_id>/<slug:verb>", held.unstick, name="unstick"),
    path(_W + "files/<str:public_id>/<str:name>", files.download, name="file"),
    path(_W + "proposals/<int:proposal_id>/<slug:verdict>", people.proposal, name="proposal"),
]
