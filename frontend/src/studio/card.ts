// One file on the publish page: its name, how far it is, what it looks like.
import type { Asset } from "./api";

export interface Texts extends DOMStringMap {
  sending: string;
  paused: string;
  lost: string;
  resumed: string;
  failed: string;
  same: string;
  cover: string;
}

export class FileCard {
  readonly element: HTMLElement;
  status: Asset["status"] | "" = "";
  isSending = false;
  onPause: () => void = () => undefined;
  onResume: () => void = () => undefined;
  onCancel: () => void = () => undefined;
  onRemove: () => void = () => undefined;
  onEarlier: () => void = () => undefined;
  onCover: (asset: string, number: number) => void = () => undefined;

  constructor(
    blank: HTMLTemplateElement,
    name: string,
    private readonly texts: Texts,
  ) {
    const copy = blank.content.cloneNode(true) as DocumentFragment;
    this.element = copy.firstElementChild as HTMLElement;
    this.part("name").textContent = name;
    this.listen("pause", () => {
      this.onPause();
      this.isSending = false;
      this.say(this.texts.paused);
      this.buttons(false, true);
    });
    this.listen("resume", () => {
      this.onResume();
      this.isSending = true;
      this.say(this.texts.sending);
      this.buttons(true, false);
    });
    this.listen("drop-file", () => {
      if (this.status === "" || this.status === "uploading") this.onCancel();
      this.isSending = false;
      this.element.remove();
      this.onRemove();
    });
    this.listen("earlier", () => {
      this.onEarlier();
    });
  }

  get hasArrived(): boolean {
    return this.status !== "" && this.status !== "uploading" && this.status !== "refused";
  }

  begin(asset: string, isResumed: boolean): void {
    this.status = "uploading";
    this.input().value = asset;
    this.say(isResumed ? this.texts.resumed : this.texts.sending);
    this.buttons(true, false);
  }

  progress(percent: number): void {
    this.meter(percent);
    if (this.isSending) this.say(this.texts.sending);
  }

  show(asset: Asset): void {
    this.status = asset.status;
    this.input().value = asset.status === "refused" ? "" : asset.id;
    this.say(asset.words);
    this.element.dataset["state"] = asset.status;
    this.part("words").classList.toggle("text-danger", asset.status === "refused");
    this.buttons(false, false);
    this.meter(asset.percent);
    this.part("meter").hidden = asset.status === "ready" || asset.status === "refused";
    this.picture(asset);
    this.covers(asset);
  }

  refuse(error: Error, otherwise: string): void {
    this.isSending = false;
    this.status = "refused";
    this.input().value = "";
    this.say("code" in error ? error.message : otherwise);
    this.part("words").classList.add("text-danger");
    this.buttons(false, false);
  }

  say(words: string): void {
    if (this.part("words").textContent !== words) this.part("words").textContent = words;
  }

  place(index: number, isVideo: boolean): void {
    this.part("earlier").hidden = isVideo || index <= 0;
  }

  private meter(percent: number): void {
    const text = `${String(percent)}%`;
    this.part("bar").style.width = text;
    this.part("percent").textContent = text;
    this.element.querySelector("[role=progressbar]")?.setAttribute("aria-valuenow", String(percent));
  }

  private picture(asset: Asset): void {
    const frame = this.part("frame");
    const poster = frame.querySelector<HTMLImageElement>("[data-poster]");
    if (poster === null || asset.poster === "") return;
    frame.hidden = false;
    if (poster.getAttribute("src") !== asset.poster) poster.src = asset.poster;
    poster.hidden = asset.video !== "";
    if (asset.video === "") return;
    const video = frame.querySelector("video") ?? frame.appendChild(playerOf());
    video.poster = asset.poster;
    if (video.getAttribute("src") !== asset.video) video.src = asset.video;
  }

  private covers(asset: Asset): void {
    const box = this.part("covers");
    box.hidden = asset.choices.length < 2;
    const buttons = asset.choices.map((choice) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "cover-choice";
      button.setAttribute("aria-pressed", String(choice.chosen));
      button.setAttribute("aria-label", `${this.texts.cover} ${String(choice.number + 1)}`);
      const image = document.createElement("img");
      image.src = choice.url;
      image.alt = "";
      button.append(image);
      button.addEventListener("click", () => {
        this.onCover(asset.id, choice.number);
      });
      return button;
    });
    this.part("cover-list").replaceChildren(...buttons);
  }

  private buttons(canPause: boolean, canResume: boolean): void {
    this.part("pause").hidden = !canPause;
    this.part("resume").hidden = !canResume;
  }

  private input(): HTMLInputElement {
    return this.element.querySelector('input[name="asset_ids"]') as HTMLInputElement;
  }

  private part(name: string): HTMLElement {
    const found = this.element.querySelector<HTMLElement>(`[data-${name}]`);
    return found ?? document.createElement("span");
  }

  private listen(name: string, act: () => void): void {
    this.element.querySelector(`[data-${name}]`)?.addEventListener("click", act);
  }
}

function playerOf(): HTMLVideoElement {
  const video = document.createElement("video");
  video.controls = true;
  video.playsInline = true;
  video.preload = "none";
  return video;
}
