// Galleries: a row that snaps, its dots or thumbnails, and "2 / 6".
import { all, once } from "./dom";

export function enhanceGalleries(root: ParentNode): void {
  for (const gallery of all<HTMLElement>(root, "[data-gallery]")) {
    const track = gallery.querySelector<HTMLElement>("[data-track]");
    if (track === null || !once(gallery, "gallery")) continue;
    const count = gallery.querySelector<HTMLElement>("[data-count]");
    const marks = all<HTMLElement>(gallery, "[data-to]");
    const total = track.children.length;
    const show = (): void => {
      const at = Math.round(track.scrollLeft / Math.max(1, track.clientWidth));
      if (count !== null) count.textContent = `${at + 1} / ${total}`;
      for (const mark of marks) {
        mark.toggleAttribute("data-current", Number(mark.dataset["to"]) === at);
      }
    };
    track.addEventListener("scroll", show, { passive: true });
    for (const mark of marks) {
      mark.addEventListener("click", () => {
        track.scrollTo({ left: Number(mark.dataset["to"]) * track.clientWidth });
      });
    }
    show();
  }
}
