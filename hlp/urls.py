"""All addresses. The public site is at the root, the signed-in home at /home/.

Of allauth only the pages that are wanted stand here: no sign-up, no management of addresses.
"""

from allauth.account import views as allauth
from django.urls import include, path

from hlp.site.feeds import NewsFeed
from hlp.site.serving import public as for_everybody
from hlp.views import account, demo, enquiries, health, home, messages, public, sign_in, site, texts

hlp_patterns = [
    path("", public.public_home, name="public-home"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("privacy/", public.privacy, name="privacy"),
    path("about/<slug:slug>/", public.page, name="page"),
    path("news/", public.news_list, name="news-list"),
    path("news/feed.xml", for_everybody(NewsFeed()), name="news-feed"),
    path("news/<slug:slug>/", public.news_detail, name="news-detail"),
    path("pictures/<int:pk>/<int:width>.jpg", public.picture, name="picture"),
    path("contact/", public.contact, name="contact"),
    path("contact/sent/", public.contact_sent, name="contact-sent"),
    path("sitemap.xml", public.sitemap, name="sitemap"),
    path("robots.txt", public.robots, name="robots"),
    path("site/", site.site_list, name="site-list"),
    path("site/new/<slug:kind>/", site.create, name="site-create"),
    path("site/preview/", site.preview, name="site-preview"),
    path("site/<int:pk>/", site.detail, name="site-detail"),
    path("site/<int:pk>/edit/", site.edit, name="site-edit"),
    path("site/<int:pk>/publish/", site.publish, name="site-publish"),
    path("site/<int:pk>/withdraw/", site.withdraw, name="site-withdraw"),
    path("site/<int:pk>/cancel/", site.cancel_plan, name="site-cancel"),
    path("site/<int:pk>/place/", site.place, name="site-place"),
    path("site/<int:pk>/<int:number>/", site.version, name="site-version"),
    path("site/<int:pk>/<int:number>/restore/", site.restore, name="site-restore"),
    path("enquiries/", enquiries.enquiry_list, name="enquiry-list"),
    path("enquiries/<int:pk>/", enquiries.enquiry_detail, name="enquiry-detail"),
    path("enquiries/<int:pk>/answered/", enquiries.enquiry_answer, name="enquiry-answer"),
    path("healthz", health.health_page, name="health"),
    path("home/", home.home, name="home"),
    path("account/", account.account, name="account"),
    path("messages/", messages.message_list, name="message-list"),
    path("messages/<int:pk>/", messages.message_detail, name="message-detail"),
    path("messages/<int:pk>/again/", messages.message_again, name="message-again"),
    path("texts/", texts.index, name="text-list"),
    path("texts/<slug:slug>/", texts.detail, name="text-detail"),
    path("texts/<slug:slug>/edit/", texts.edit, name="text-edit"),
    path("texts/<slug:slug>/<int:number>/", texts.detail, name="text-version"),
    path("demo/", demo.people, name="demo-people"),
    path("demo/people/<int:pk>/", demo.sign_in, name="demo-sign-in"),
    path("demo/mail/", demo.mail_list, name="demo-mail"),
    path("demo/mail/<int:pk>/", demo.mail_detail, name="demo-mail-detail"),
    path("demo/components/", demo.components, name="demo-components"),
]

sign_in_patterns = [
    path("login/", sign_in.PasswordSignIn.as_view(), name="account_login"),
    path("login/code/", sign_in.CodeSignIn.as_view(), name="account_request_login_code"),
    path("login/code/confirm/", allauth.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("signup/", allauth.signup, name="account_signup"),  # answers that accounts are by invitation
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("password/change/", allauth.password_change, name="account_change_password"),
    path("password/set/", allauth.password_set, name="account_set_password"),
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path(
        "password/reset/code/",
        allauth.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path("password/reset/new/", allauth.complete_password_reset, name="account_complete_password_reset"),
    path(
        "password/reset/done/",
        allauth.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
]

urlpatterns = [
    path("", include((hlp_patterns, "hlp"))),
    path("accounts/", include(sign_in_patterns)),
    path("", include("schools.urls")),
    path("", include("peerchallenge.urls")),
    path("", include("scorecard.urls")),
    path("", include("board.urls")),
]
