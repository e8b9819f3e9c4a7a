"""Where evidence's own pages are found; its lists are generic."""

from django.urls import path

from nervecenter.evidence.views import (
    discovery,
    inbox,
    interviews,
    moderation,
    opportunities,
    public,
    steps,
    telling,
    win_loss,
)

urlpatterns = [
    path("market/segments/discover/", discovery.discover, name="discover"),
    path("market/segments/discover/<int:number>/", discovery.discovery, name="discovery"),
    path("market/segments/discover/<int:number>/make/", discovery.make, name="make-found-segment"),
    path("evidence/interviews/new/", interviews.new, name="new-interview"),
    path("evidence/opportunities/", opportunities.opportunities, name="opportunities"),
    path("evidence/inbox/", inbox.inbox, name="inbox"),
    path("evidence/inbox/rows/", inbox.rows_after, name="inbox-rows"),
    path("evidence/inbox/together/", steps.together, name="inbox-together"),
    path("evidence/inbox/<slug:public_id>/", inbox.item_part, name="inbox-item"),
    path("evidence/inbox/<slug:public_id>/proposals/", inbox.proposals_part, name="inbox-proposals"),
    path("evidence/inbox/<slug:public_id>/step/", steps.step, name="inbox-step"),
    path("evidence/inbox/<slug:public_id>/unlink/", steps.unlink, name="inbox-unlink"),
    path("evidence/win-loss/", win_loss.win_loss_page, name="win-loss"),
    path("evidence/win-loss/deals/", win_loss.win_loss_deals, name="win-loss-deals"),
    path("evidence/moderation/", moderation.moderation, name="moderation"),
    path("evidence/moderation/<slug:public_id>/", moderation.moderated, name="moderated"),
    path("evidence/moderation/<slug:public_id>/step/", moderation.moderate, name="moderate"),
    path("evidence/feedback-page/", moderation.feedback_settings, name="feedback-page"),
    path("evidence/tell/<slug:public_id>/", telling.tell_page, name="tell"),
    path("leave-alone/<str:token>/", telling.leave_alone_page, name="leave-alone"),
    path("feedback/", public.feedback, name="feedback"),
    path("feedback/new/", public.ask, name="feedback-ask"),
    path("feedback/thanks/", public.thanks, name="feedback-thanks"),
    path("feedback/<slug:public_id>/", public.wish, name="feedback-request"),
    path("feedback/<slug:public_id>/vote/", public.vote, name="feedback-vote"),
]
