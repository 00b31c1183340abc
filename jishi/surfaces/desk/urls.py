"""Addresses of the Shop desk."""

from django.urls import include, path

from jishi.surfaces.desk.views import (
    aftersales,
    money,
    orders,
    papers,
    payouts,
    products,
    reviews,
    shop,
    staff,
    statements,
    today,
)

in_a_shop = [
    path("", today.show, name="desk-today"),
    path("orders/", orders.index, name="desk-orders"),
    path("orders/<uuid:order_id>/", orders.show, name="desk-order"),
    path("orders/<uuid:order_id>/ship", orders.ship, name="desk-ship"),
    path("orders/<uuid:order_id>/cancel", orders.cancel, name="desk-cancel"),
    path("aftersales/", aftersales.index, name="desk-aftersales"),
    path("aftersales/address/", aftersales.address, name="desk-return-address"),
    path("aftersales/<uuid:case_id>/", aftersales.show, name="desk-aftersale"),
    path("aftersales/<uuid:case_id>/<slug:step>", aftersales.take_step, name="desk-aftersale-step"),
    path("products/", products.index, name="desk-products"),
    path("products/new/", products.edit, name="desk-product-new"),
    path("products/<uuid:product_id>/", products.edit, name="desk-product"),
    path("products/<uuid:product_id>/<slug:step>", products.move, name="desk-product-move"),
    path("stock/", products.stock, name="desk-stock"),
    path("reviews/", reviews.index, name="desk-reviews"),
    path("reviews/<uuid:review_id>/answer", reviews.answer, name="desk-review-answer"),
    path("questions/", reviews.questions, name="desk-questions"),
    path("questions/<uuid:question_id>/answer", reviews.reply, name="desk-question-answer"),
    path("money/", money.index, name="desk-money"),
    path("money/<uuid:order_id>/", money.show, name="desk-money-order"),
    path("payouts/", payouts.index, name="desk-payouts"),
    path("payouts/accounts", payouts.add_account, name="desk-payout-account-new"),
    path(
        "payouts/accounts/<uuid:account_id>/remove",
        payouts.remove_account,
        name="desk-payout-account-remove",
    ),
    path("payouts/<uuid:payout_id>/<slug:step>", payouts.move, name="desk-payout-move"),
    path("statements/", statements.index, name="desk-statements"),
    path("statements/file", statements.download, name="desk-statement-file"),
    path("money/<uuid:order_id>/refund", money.simulate, name="desk-simulate-refund"),
    path("settings/", shop.settings, name="desk-settings"),
    path("documents/", papers.index, name="desk-documents"),
    path("documents/new/", papers.submit, name="desk-document-new"),
    path("documents/<uuid:document_id>/<slug:step>", papers.end, name="desk-document-end"),
    path("staff/", staff.index, name="desk-staff"),
    path("staff/invite", staff.invite, name="desk-invite"),
    path("staff/offers/<uuid:offer_id>/revoke", staff.revoke, name="desk-offer-revoke"),
    path("staff/<uuid:person_id>/role", staff.set_role, name="desk-member-role"),
    path("staff/<uuid:person_id>/remove", staff.remove, name="desk-member-remove"),
]

urlpatterns = [
    path("", shop.enter, name="desk"),
    path("apply/", shop.apply, name="desk-apply"),
    path("join/<str:token>/", staff.join, name="desk-join"),
    path("<uuid:shop_id>/", include(in_a_shop)),
]
