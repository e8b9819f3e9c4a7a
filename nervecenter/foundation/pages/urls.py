"""Where the generic pages are found. The site puts them last, so that a context's own page comes first."""

from django.templatetags.static import static
from django.urls import path
from django.views.generic import RedirectView

from nervecenter.foundation.navigation import NavigationPage, register_pages
from nervecenter.foundation.pages import (
    accounts,
    bulk_editing,
    documentation,
    editing,
    exports,
    import_pages,
    job_pages,
    keeping,
    lists,
    mapping_pages,
    records,
    search_pages,
    unmatched_pages,
    users,
)

LIST = "<slug:context>/<slug:slug>/"
RECORD = f"{LIST}<slug:public_id>/"

urlpatterns = [
    path("favicon.ico", RedirectView.as_view(url=static("nervecenter/favicon.svg"), permanent=True)),
    path("sign-in/", accounts.sign_in_page, name="sign-in"),
    path("sign-out/", accounts.sign_out_page, name="sign-out"),
    path("set-up/<str:secret>/", accounts.set_up_page, name="set-up"),
    path("tokens/", accounts.tokens, name="tokens"),
    path("tokens/<int:number>/revoke/", accounts.revoke, name="revoke-token"),
    path("users/", users.users, name="users"),
    path("users/password/", users.password, name="password"),
    path("users/<str:username>/role/", users.role, name="user-role"),
    path("users/<str:username>/close/", users.close, name="close-user"),
    path("scope/", accounts.choose_scope, name="scope"),
    path("search/", search_pages.search_page, name="search"),
    path("look-up/", search_pages.look_up, name="look-up"),
    path("jobs/", job_pages.jobs, name="jobs"),
    path("jobs/<int:number>/", job_pages.job, name="job"),
    path("jobs/<int:number>/cancel/", job_pages.cancel, name="cancel-job"),
    path("imports/", import_pages.imports, name="imports"),
    path("imports/<int:number>/", import_pages.import_page, name="import"),
    path("imports/<int:number>/look/", import_pages.look_again, name="look-again"),
    path("imports/<int:number>/run/", import_pages.run, name="run-import"),
    path("imports/<int:number>/cancel/", import_pages.cancel, name="cancel-import"),
    path("imports/<int:number>/undo/", import_pages.undo, name="undo-import"),
    path("imports/<int:number>/forget/", import_pages.forget, name="forget-source"),
    path("imports/<int:number>/errors/", import_pages.errors, name="import-errors"),
    path("imports/<int:number>/accept-proposals/", unmatched_pages.accept_all, name="accept-proposals"),
    path("imports/<int:number>/mapping/", mapping_pages.mapping, name="mapping"),
    path("unmatched/", unmatched_pages.words, name="unmatched"),
    path("unmatched/<int:number>/", unmatched_pages.decide, name="decide"),
    path("documentation/", documentation.kinds, name="documentation"),
    path("documentation/<slug:name>/", documentation.kind, name="documentation-kind"),
    path("changes/<int:number>/undo/", bulk_editing.undo, name="undo"),
    path("views/<int:number>/forget/", keeping.drop_view, name="forget-view"),
    path(LIST, lists.record_list, name="list"),
    path(f"{LIST}new/", editing.create, name="create"),
    path(f"{LIST}filters/", lists.filter_menu, name="filters"),
    path(f"{LIST}display/", lists.display_menu, name="display"),
    path(f"{LIST}export/", exports.export, name="export"),
    path(f"{LIST}views/", keeping.keep_view, name="keep-view"),
    path(f"{LIST}edit/", bulk_editing.edit_selection, name="edit-selection"),
    path(f"{LIST}archive/", bulk_editing.archive_selection, name="archive-selection"),
    path(RECORD, records.record, name="record"),
    path(f"{RECORD}drawer/", records.drawer, name="drawer"),
    path(f"{RECORD}edit/", editing.edit, name="edit"),
    path(f"{RECORD}archive/", editing.archive, name="archive"),
    path(f"{RECORD}restore/", editing.restore, name="restore"),
    path(f"{RECORD}cells/<slug:name>/", editing.cell, name="cell"),
]

register_pages(
    NavigationPage("/imports/", "Import", "Set-up", letter="i", finds="files CSV YAML XLSX upload load"),
    NavigationPage("/unmatched/", "Words to match", "Set-up", finds="unmatched unresolved import references"),
    NavigationPage("/jobs/", "Jobs", "Set-up", letter="j", finds="progress running tasks notifications"),
    NavigationPage("/users/", "Users", "Set-up", letter="u", finds="people roles accounts password"),
    NavigationPage("/tokens/", "API tokens", "Set-up", finds="keys secrets access"),
    NavigationPage("/documentation/", "Documentation", "Set-up", letter="d", finds="help fields meaning"),
)
