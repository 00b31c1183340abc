// The entry of every page: styles, htmx, and the small behaviours that components ask for.
import "../styles/main.css";
import "htmx.org";
import { followCart } from "./lib/cart";
import { countDown } from "./lib/countdown";
import { enhanceForms } from "./lib/forms";
import { enhanceGalleries } from "./lib/gallery";
import { enhancePickers } from "./lib/picker";
import { enhanceSheets } from "./lib/sheets";
import { enhanceSteppers } from "./lib/stepper";
import { bindTalk } from "./lib/talk";
import { enhanceToasts } from "./lib/toasts";
import { enhanceToggles } from "./lib/toggles";

function enhance(root: ParentNode): void {
  enhanceSteppers(root);
  enhanceGalleries(root);
  enhancePickers(root);
  enhanceToasts(root);
}

enhanceForms();
enhanceSheets();
enhanceToggles();
followCart();
bindTalk();
enhance(document);
countDown();
document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof Element) enhance(event.target);
});
