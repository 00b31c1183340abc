"""Addresses of Studio."""

from django.urls import path

from jishi.surfaces.studio.views import comments, home, posts, publish, showcase, uploads

urlpatterns = [
    path("", home.show_home, name="studio"),
    path("posts/", posts.show_posts, name="studio-posts"),
    path("posts/<uuid:post_id>/", posts.show_post, name="studio-post"),
    path("posts/<uuid:post_id>/edit/", publish.edit, name="studio-edit"),
    path("posts/<uuid:post_id>/retention", posts.show_retention, name="studio-retention"),
    path("posts/<uuid:post_id>/<slug:step>", posts.take_step, name="studio-step"),
    path("new/", publish.new, name="studio-new"),
    path("showcase/", showcase.manage, name="studio-showcase"),
    path("products/", publish.find_products, name="studio-products"),
    path("comments/", comments.show_inbox, name="studio-comments"),
    path("comments/<uuid:comment_id>/answer", comments.answer, name="studio-answer"),
    path("comments/<uuid:comment_id>/remove", comments.remove, name="studio-comment-remove"),
    path("uploads/", uploads.open_new, name="studio-uploads"),
    path("uploads/<uuid:asset_id>/", uploads.show_state, name="studio-upload"),
    path("uploads/<uuid:asset_id>/complete", uploads.complete, name="studio-upload-complete"),
    path("uploads/<uuid:asset_id>/cancel", uploads.cancel, name="studio-upload-cancel"),
    path("uploads/<uuid:asset_id>/cover", uploads.set_cover, name="studio-upload-cover"),
]
