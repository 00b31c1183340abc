// The product page: tells that it was seen, and from which post.
import { signal } from "./lib/signals";

const page = document.querySelector<HTMLElement>("[data-product-view]");
if (page !== null) {
  const { productView, post, decision } = page.dataset;
  signal("product_view", {
    product_id: productView,
    post_id: post === "" ? undefined : post,
    decision_id: decision === "" ? undefined : decision,
  });
}
