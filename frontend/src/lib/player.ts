// One clip's video: loads when near, plays when shown, reports what was watched.
import { signal, type SignalSubject } from "./signals";

const reportMs = 5000;

/** What a clip of the feed says about itself in its data attributes. */
export function subjectOf(clip: HTMLElement): SignalSubject {
  const { post, decision, slot, duration } = clip.dataset;
  return {
    post_id: post,
    decision_id: decision === "" ? undefined : decision,
    slot: slot === undefined || slot === "" ? undefined : Number(slot),
    duration_ms: duration === undefined || duration === "" ? undefined : Number(duration),
  };
}

async function attachStream(video: HTMLVideoElement, address: string): Promise<void> {
  if (video.canPlayType("application/vnd.apple.mpegurl") !== "") {
    video.src = address;
    return;
  }
  const { default: Hls } = await import("hls.js/light");
  if (!Hls.isSupported() || !video.isConnected) return;
  const stream = new Hls({ maxBufferLength: 20, backBufferLength: 10 });
  stream.loadSource(address);
  stream.attachMedia(video);
  streams.set(video, stream);
}

const streams = new WeakMap<HTMLVideoElement, { destroy(): void }>();

/** Begins to fetch a clip; nothing happens when it did already. */
export function loadVideo(video: HTMLVideoElement): void {
  const { src, stream, poster } = video.dataset;
  if (poster !== undefined && video.poster === "") video.poster = poster;
  if (video.hasAttribute("src") || streams.has(video) || video.dataset["loading"] === "") return;
  if (src !== undefined) {
    video.preload = "auto";
    video.src = src;
  } else if (stream !== undefined) {
    video.dataset["loading"] = "";
    void attachStream(video, stream);
  }
}

/** Lets go of a clip far away, so that a long session holds no more than a few. */
export function unloadVideo(video: HTMLVideoElement): void {
  if (!video.hasAttribute("src") && !streams.has(video)) return;
  streams.get(video)?.destroy();
  streams.delete(video);
  delete video.dataset["loading"];
  video.pause();
  video.removeAttribute("src");
  video.load();
}

/** Counts what is really watched of a clip and reports it each five seconds and at its end. */
export class Watch {
  private watched = 0;
  private reported = 0;
  private last = -1;
  private started = false;

  constructor(
    private readonly clip: HTMLElement,
    private readonly video: HTMLVideoElement,
    private readonly bar: HTMLElement | null,
  ) {
    video.addEventListener("playing", () => {
      if (!this.started) signal("play", subjectOf(clip));
      this.started = true;
      this.last = video.currentTime;
    });
    video.addEventListener("timeupdate", () => {
      this.step();
    });
    video.addEventListener("ended", () => {
      this.step();
      this.finish();
      video.currentTime = 0;
      void video.play().catch(() => undefined);
    });
  }

  private step(): void {
    const { currentTime, duration } = this.video;
    const passed = currentTime - this.last;
    if (this.last >= 0 && passed > 0 && passed < 2) this.watched += passed * 1000;
    this.last = currentTime;
    if (this.bar !== null && duration > 0) {
      this.bar.style.transform = `scaleX(${Math.min(1, currentTime / duration)})`;
    }
    if (this.watched - this.reported >= reportMs) this.report();
  }

  private finish(): void {
    this.report();
    signal("complete", subjectOf(this.clip));
    this.last = -1;
  }

  /** Sends what was watched since the last report; called when the clip is left, too. */
  report(): void {
    const ms = Math.round(this.watched - this.reported);
    if (ms < 200) return;
    this.reported = this.watched;
    signal("progress", { ...subjectOf(this.clip), ms });
  }
}
