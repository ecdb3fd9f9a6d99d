from django.urls import path

from percaya.web.knowledge import bringing, drafting, editor, keeping, listing, pictures, reading

app_name = "knowledge"
_K = "w/<slug:slug>/knowledge"
_A = _K + "/a/<str:public_id>"
urlpatterns = [
    path(_K, listing.page, name="list"),
    path(_K + "/new", editor.new, name="new"),
    path(_K + "/preview", editor.preview, name="preview"),
    path(_K + "/pictures/<str:public_id>", pictures.show, name="picture"),
    path(_K + "/categories", keeping.categories, name="categories"),
    path(_K + "/synonyms", keeping.synonyms, name="synonyms"),
    path(_K + "/gaps", keeping.gaps, name="gaps"),
    path(_K + "/feedback", keeping.feedback, name="feedback"),
    path(_K + "/import", bringing.page, name="bring"),
    path("w/<slug:slug>/inbox/<int:number>/article", drafting.from_ticket, name="from_ticket"),
    path(_A, reading.read, name="read"),
    path(_A + "/edit", editor.edit, name="edit"),
    path(_A + "/draft", editor.draft, name="draft"),
    path(_A + "/pictures", pictures.add, name="add_picture"),
    path(_A + "/history", reading.history, name="history"),
    path(_A + "/restore", reading.restore, name="restore"),
    path(_A + "/do/<slug:verb>", reading.act, name="act"),
]
