"""The publish page: a new post, or changes to one."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from jishi.content.posts.actions.create_post import create_post
from jishi.content.posts.actions.publish_post import publish_post
from jishi.content.posts.actions.update_post import update_post
from jishi.content.posts.queries import get_my_post
from jishi.content.posts.types import PostKind, PostStatus, PostView
from jishi.foundation.kernel.errors import DomainError, ErrorKind
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.requests import signed_in, words_of
from jishi.surfaces.studio.forms import PostForm, form_of, read_form
from jishi.surfaces.studio.presenters.pages import compose_rail
from jishi.surfaces.studio.presenters.publish import compose_editor, find_offers


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new post; sent twice it is still one."""
    if request.method != "POST":
        kind = request.GET.get("kind", PostKind.VIDEO)
        form = PostForm(kind=kind if kind in set(PostKind) else PostKind.VIDEO, key=str(uuid4()))
        return _show(request, actor, form)
    form = read_form(request.POST)
    try:
        with durable():
            post = create_post(
                actor=actor,
                kind=form.kind,
                title=form.title,
                body=form.body,
                asset_ids=form.asset_ids,
                topics=form.topic_list,
                product_ids=form.product_ids,
                visibility=form.visibility,
                labels=form.labels,
                idempotency_key=form.key or None,
            )
            _go_on(actor, post, form)
    except DomainError as error:
        return _refused(request, actor, form, error)
    return _done(request, form, post)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: HttpRequest, actor: Actor, post_id: UUID) -> HttpResponse:
    """Other words, topics, products, visibility; files while it is a draft."""
    post = get_my_post(actor, post_id)
    if request.method != "POST":
        return _show(request, actor, form_of(post), post=post)
    form = read_form(request.POST)
    form.kind = post.kind
    try:
        with durable():
            post = update_post(
                actor=actor,
                post_id=post_id,
                title=form.title,
                body=form.body,
                topics=form.topic_list,
                product_ids=form.product_ids,
                visibility=form.visibility,
                labels=form.labels,
                asset_ids=form.asset_ids if post.status is PostStatus.DRAFT else None,
            )
            _go_on(actor, post, form)
    except DomainError as error:
        return _refused(request, actor, form, error, post=post)
    return _done(request, form, post)


@require_safe
@signed_in
def find_products(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Products on sale for the picker, by words or the ones most bought, as a fragment."""
    q = words_of(request)
    return render(request, "studio/_offers.html", {"offers": find_offers(q), "q": q})


def _go_on(actor: Actor, post: PostView, form: PostForm) -> None:
    if form.intent in ("publish", "schedule") and post.status is PostStatus.DRAFT:
        publish_post(actor=actor, post_id=post.id, at=form.moment)


def _done(request: HttpRequest, form: PostForm, post: PostView) -> HttpResponse:
    words = {
        "publish": gettext("Published as soon as everything can be watched."),
        "schedule": gettext("It goes out by itself at the time you chose."),
    }
    if post.status is PostStatus.DRAFT:
        messages.success(request, words.get(form.intent, gettext("The draft is saved.")))
    else:
        messages.success(request, gettext("The changes are saved."))
    return redirect("studio-post", post_id=post.id)


def _refused(
    request: HttpRequest,
    actor: Actor,
    form: PostForm,
    error: DomainError,
    *,
    post: PostView | None = None,
) -> HttpResponse:
    if error.kind in (ErrorKind.MISSING, ErrorKind.UNAUTHENTICATED, ErrorKind.FORBIDDEN):
        raise error
    response = _show(request, actor, form, post=post, error=error)
    response.status_code = error.status
    response.headers["X-Error-Code"] = error.code
    return response


def _show(
    request: HttpRequest,
    actor: Actor,
    form: PostForm,
    *,
    post: PostView | None = None,
    error: DomainError | None = None,
) -> HttpResponse:
    data = {
        "section": "posts",
        "rail": compose_rail(actor),
        "form": form,
        "post": post,
        "editor": compose_editor(actor, form, post),
        "error": error,
    }
    return render(request, "studio/form.html", data)
