"""Addresses of papers and packs."""

from django.urls import path

from board.views import packs, papers

urlpatterns = [
    path("board/meetings/<int:pk>/papers/", papers.paper_list, name="paper-list"),
    path("board/items/<int:pk>/papers/ask/", papers.paper_ask, name="paper-ask"),
    path("board/items/<int:pk>/papers/add/", papers.paper_create, name="paper-create"),
    path("board/items/<int:pk>/papers/draw/", papers.paper_draw, name="paper-draw"),
    path("board/papers/", papers.paper_mine, name="paper-mine"),
    path("board/papers/<int:pk>/", papers.paper_detail, name="paper-detail"),
    path("board/papers/<int:pk>/edit/", papers.paper_edit, name="paper-edit"),
    path("board/papers/<int:pk>/withdraw/", papers.paper_withdraw, name="paper-withdraw"),
    path("board/papers/<int:pk>/move/", papers.paper_move, name="paper-move"),
    path("board/papers/<int:pk>/versions/<int:number>/", papers.paper_version, name="paper-version"),
    path("board/meetings/<int:pk>/packs/make/", packs.pack_create, name="pack-create"),
    path("board/packs/<int:pk>/", packs.pack_detail, name="pack-detail"),
    path("board/packs/<int:pk>/publish/", packs.pack_publish, name="pack-publish"),
    path("board/packs/<int:pk>/preview/", packs.pack_preview, name="pack-preview"),
    path("board/meetings/<int:pk>/pack/", packs.pack_read, name="pack-read"),
    path("board/meetings/<int:pk>/pack/download/", packs.pack_download, name="pack-download"),
    path("board/meetings/<int:pk>/pack/papers/<int:paper>/", packs.pack_paper, name="pack-paper"),
]
