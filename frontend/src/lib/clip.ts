// One card of the feed: its video or pictures, what is pressed on it, what failed.
import { loadVideo, subjectOf, unloadVideo, Watch } from "./player";
import { signal } from "./signals";

const impressionMs = 500;

/** Whether people wanted sound; the first touch of a clip turns it on for all. */
export const sound = { on: false };

export class Clip {
  readonly video: HTMLVideoElement | null;
  private readonly watch: Watch | null = null;
  private seen = 0;
  private shownAt = 0;
  private impressed = false;

  constructor(
    readonly element: HTMLElement,
    private readonly leave: () => void,
  ) {
    this.video = element.querySelector("video");
    if (this.video !== null) {
      this.watch = new Watch(element, this.video, element.querySelector(".stage-progress > span"));
      this.bindVideo(this.video);
    }
    this.bindCaption();
  }

  /** The end of the feed is a card as well, but there is nothing to report of it. */
  private get isPost(): boolean {
    return this.element.dataset["post"] !== undefined;
  }

  private find(selector: string): HTMLElement | null {
    return this.element.querySelector<HTMLElement>(selector);
  }

  private bindVideo(video: HTMLVideoElement): void {
    video.addEventListener("click", () => {
      if (!sound.on) this.turnSound(true);
      else this.togglePlay();
    });
    video.addEventListener("error", () => {
      if (video.hasAttribute("src")) this.showFailure(true);
    });
    video.addEventListener("playing", () => {
      this.showFailure(false);
    });
    this.find("[data-retry]")?.addEventListener("click", () => {
      this.showFailure(false);
      unloadVideo(video);
      loadVideo(video);
      this.play();
    });
    this.find("[data-next]")?.addEventListener("click", this.leave);
    this.find("[data-sound]")?.addEventListener("click", () => {
      this.turnSound(!sound.on);
    });
  }

  private bindCaption(): void {
    const caption = this.find(".caption");
    this.find("[data-more]")?.addEventListener("click", () => {
      caption?.toggleAttribute("data-open");
    });
  }

  private showFailure(failed: boolean): void {
    const note = this.find("[data-failed]");
    if (note !== null) note.hidden = !failed;
  }

  private turnSound(on: boolean): void {
    sound.on = on;
    if (this.video !== null) {
      this.video.muted = !on;
      this.play();
    }
    document.body.toggleAttribute("data-sound", on);
  }

  togglePlay(): void {
    if (this.video === null) return;
    if (this.video.paused) this.play();
    else {
      this.video.pause();
      this.element.toggleAttribute("data-paused", true);
    }
  }

  play(): void {
    const video = this.video;
    if (video === null) return;
    video.muted = !sound.on;
    this.element.toggleAttribute("data-paused", false);
    video.play().catch((error: unknown) => {
      // Without a touch the browser allows only muted clips.
      if (error instanceof DOMException && error.name === "NotAllowedError" && !video.muted) {
        sound.on = false;
        video.muted = true;
        void video.play().catch(() => undefined);
      }
    });
  }

  /** The card fills the screen now. */
  show(): void {
    this.shownAt = performance.now();
    this.seen = window.setTimeout(() => {
      if (!this.impressed && this.isPost) signal("impression", subjectOf(this.element));
      this.impressed = true;
    }, impressionMs);
    if (this.video !== null) {
      loadVideo(this.video);
      this.play();
    }
  }

  /** Another card fills the screen now; how long an article was read is told here. */
  hide(): void {
    window.clearTimeout(this.seen);
    this.video?.pause();
    this.watch?.report();
    const ms = Math.round(performance.now() - this.shownAt);
    if (this.isPost && this.video === null && this.shownAt > 0 && ms > 1000) {
      signal("progress", { ...subjectOf(this.element), ms: Math.min(ms, 60_000) });
    }
    this.shownAt = 0;
  }

  preload(near: boolean): void {
    if (this.video === null) return;
    if (near) loadVideo(this.video);
    else unloadVideo(this.video);
  }

  flip(by: number): void {
    const track = this.find("[data-track]");
    track?.scrollBy({ left: by * track.clientWidth, behavior: "smooth" });
  }
}
