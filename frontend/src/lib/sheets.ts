// Sheets are <dialog>s: `data-sheet="id"` opens one, `data-close` and the backdrop close it.
// With `data-load="address"` on the opener, the sheet's [data-loaded] is filled from there.
import htmx from "htmx.org";
import { all } from "./dom";
import { showToast } from "./toasts";

const waiting = new WeakMap<Element, string>();

async function fill(place: HTMLElement, address: string): Promise<void> {
  const skeleton = waiting.get(place) ?? place.innerHTML;
  waiting.set(place, skeleton);
  place.innerHTML = skeleton;
  place.dataset["address"] = address;
  const response = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (place.dataset["address"] !== address) return;
  if (response?.ok !== true) {
    const text = response === null ? null : await response.text();
    place.closest("dialog")?.close();
    showToast(text === null ? (document.documentElement.lang === "en" ? "No connection" : "网络不通") : plain(text));
    return;
  }
  place.innerHTML = await response.text();
  htmx.process(place);
}

function plain(html: string): string {
  const page = document.createElement("template");
  page.innerHTML = html;
  return page.content.textContent.trim();
}

function open(opener: HTMLElement): void {
  const sheet = document.getElementById(opener.dataset["sheet"] ?? "");
  if (!(sheet instanceof HTMLDialogElement) || sheet.open) return;
  sheet.showModal();
  const place = sheet.querySelector<HTMLElement>("[data-loaded]");
  const address = opener.dataset["load"];
  if (place !== null && address !== undefined) void fill(place, address);
}

/** A fragment that says how many comments there are now updates the figure of its post. */
function tellCount(root: ParentNode): void {
  for (const list of all<HTMLElement>(root, "[data-comments]")) {
    const post = list.dataset["comments"] ?? "";
    for (const figure of all<HTMLElement>(document, `[data-comment-count="${post}"]`)) {
      figure.textContent = list.dataset["figure"] ?? "";
    }
  }
}

export function enhanceSheets(): void {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const opener = event.target.closest<HTMLElement>("[data-sheet]");
    if (opener !== null) {
      event.preventDefault();
      open(opener);
      return;
    }
    const closer = event.target.closest("[data-close]");
    if (closer !== null || event.target instanceof HTMLDialogElement) {
      event.target.closest("dialog")?.close();
    }
  });
  document.addEventListener("htmx:afterSettle", () => {
    tellCount(document);
  });
}
