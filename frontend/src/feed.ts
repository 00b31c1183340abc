// The feed: one clip at a time, by swipe, wheel, arrow keys or buttons; more is fetched ahead.
import { all } from "./lib/dom";
import { Clip } from "./lib/clip";
import { enhanceGalleries } from "./lib/gallery";
import { subjectOf } from "./lib/player";
import { signal } from "./lib/signals";

const ahead = 2;
const keep = 3;

class Feed {
  private clips: Clip[] = [];
  private at = -1;
  private loading = false;
  private readonly observer: IntersectionObserver;

  constructor(private readonly root: HTMLElement) {
    this.observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          if (entry.isIntersecting) this.arrive(entry.target);
        }
      },
      { root, threshold: 0.6 },
    );
    this.adopt(root);
    this.bindKeys();
    this.bindClicks();
    root.focus({ preventScroll: true });
  }

  private adopt(parent: ParentNode): void {
    for (const element of all<HTMLElement>(parent, ".clip")) {
      const clip = new Clip(element, () => {
        this.go(1);
      });
      this.clips.push(clip);
      this.observer.observe(element);
    }
  }

  private arrive(element: Element): void {
    const at = this.clips.findIndex((clip) => clip.element === element);
    if (at < 0 || at === this.at) return;
    this.clips[this.at]?.hide();
    this.at = at;
    this.clips[at]?.show();
    this.clips.forEach((clip, n) => {
      if (n > at && n <= at + ahead) clip.preload(true);
      else if (Math.abs(n - at) > keep) clip.preload(false);
    });
    if (at >= this.clips.length - 1 - ahead) void this.more();
  }

  private async more(): Promise<void> {
    const address = this.root.dataset["more"] ?? "";
    if (this.loading || address === "") return;
    this.loading = true;
    try {
      const response = await fetch(address, { headers: { "HX-Request": "true" } });
      if (!response.ok) return;
      const page = document.createElement("template");
      page.innerHTML = await response.text();
      const next = page.content.querySelector<HTMLElement>("[data-next-page]");
      this.root.dataset["more"] = next?.dataset["nextPage"] ?? "";
      next?.remove();
      enhanceGalleries(page.content);
      this.adopt(page.content);
      this.root.append(page.content);
    } finally {
      this.loading = false;
    }
  }

  go(by: number): void {
    const children = [...this.root.children];
    const current = this.clips[this.at]?.element;
    const index = current === undefined ? 0 : children.indexOf(current) + by;
    children[index]?.scrollIntoView({ behavior: "smooth", block: "start" });
  }

  private bindKeys(): void {
    document.addEventListener("keydown", (event) => {
      const target = event.target;
      if (target instanceof Element && target.closest("input, textarea, select, dialog")) return;
      const clip = this.clips[this.at];
      const onButton = target instanceof Element && target.closest("button, a") !== null;
      const act: Partial<Record<string, () => void>> = {
        ArrowDown: () => {
          this.go(1);
        },
        ArrowUp: () => {
          this.go(-1);
        },
        ArrowLeft: () => clip?.flip(-1),
        ArrowRight: () => clip?.flip(1),
      };
      if (!onButton) act[" "] = () => clip?.togglePlay();
      const run = act[event.key];
      if (run === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      run();
    });
  }

  private bindClicks(): void {
    document.addEventListener("click", (event) => {
      if (!(event.target instanceof Element)) return;
      const arrow = event.target.closest<HTMLElement>("[data-go]");
      if (arrow !== null) this.go(Number(arrow.dataset["go"]));
      const clip = event.target.closest<HTMLElement>(".clip");
      if (clip === null) return;
      const subject = subjectOf(clip);
      const card = event.target.closest<HTMLElement>("[data-card]");
      if (card !== null) signal("card_click", { ...subject, product_id: card.dataset["card"] });
      if (event.target.closest("[data-why]") !== null) signal("why", subject);
      const like = event.target.closest("[data-like]");
      if (like?.getAttribute("aria-pressed") === "true") signal("like", subject);
      if (event.target.closest("[data-not-interested]") !== null) {
        signal("not_interested", subject);
        this.drop(clip);
      }
    });
  }

  /** Takes a card out of the feed for good; the next one moves into its place. */
  private drop(element: HTMLElement): void {
    const index = this.clips.findIndex((clip) => clip.element === element);
    const next = element.nextElementSibling ?? element.previousElementSibling;
    if (index < 0 || next === null) return;
    this.clips[index]?.hide();
    this.observer.unobserve(element);
    this.clips.splice(index, 1);
    this.at = -1;
    element.remove();
    next.scrollIntoView({ block: "start" });
    this.arrive(next);
  }
}

for (const root of all<HTMLElement>(document, "[data-feed]")) new Feed(root);
