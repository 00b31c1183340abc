// What the market answers about files, and the requests that ask for it.
import { csrfToken } from "../lib/dom";

export interface Cover {
  number: number;
  url: string;
  chosen: boolean;
}

export interface Asset {
  id: string;
  kind: "video" | "picture";
  status: "uploading" | "checking" | "queued" | "transcoding" | "ready" | "refused";
  words: string;
  percent: number;
  filename: string;
  playable: boolean;
  message: string;
  poster: string;
  choices: Cover[];
  video: string;
  duration_ms: number;
}

export interface Ticket {
  asset: string;
  upload_url: string;
  expires_at: string;
}

/** A refusal with a code and words for people. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

async function ask<T>(url: string, body?: unknown): Promise<T> {
  const response = await fetch(url, {
    method: body === undefined ? "GET" : "POST",
    credentials: "same-origin",
    headers: {
      Accept: "application/json",
      "HX-Request": "true",
      "Content-Type": "application/json",
      "X-CSRFToken": csrfToken(),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const data = (await response.json()) as T & { error?: { code: string; message: string } };
  if (data.error !== undefined) throw new Refused(data.error.code, data.error.message);
  return data;
}

export class Market {
  constructor(private readonly base: string) {}

  open(file: File, kind: Asset["kind"]): Promise<Ticket> {
    return ask<Ticket>(this.base, { filename: file.name, size: file.size, kind });
  }

  state(asset: string): Promise<Asset> {
    return ask<Asset>(`${this.base}${asset}/`);
  }

  complete(asset: string): Promise<Asset> {
    return ask<Asset>(`${this.base}${asset}/complete`, {});
  }

  cancel(asset: string): Promise<Asset> {
    return ask<Asset>(`${this.base}${asset}/cancel`, {});
  }

  cover(asset: string, number: number): Promise<Asset> {
    return ask<Asset>(`${this.base}${asset}/cover`, { number });
  }
}

/** Whether nothing more will happen to a file by itself. */
export function isSettled(asset: Asset): boolean {
  return asset.status === "ready" || asset.status === "refused";
}
