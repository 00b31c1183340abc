// Paying inside WeChat: opens its cashier with what the market has signed, then goes back.
// Source: WeChat Pay's documents of JSAPI (getBrandWCPayRequest).
interface Bridge {
  invoke(name: string, params: unknown, done: (answer: { err_msg: string }) => void): void;
}

const place = document.querySelector<HTMLElement>("[data-wechat-pay]");
const button = place?.querySelector<HTMLButtonElement>("[data-open]");
const text = document.getElementById(place?.dataset.wechatPay ?? "")?.textContent;

function open(): void {
  const bridge = (window as unknown as { WeixinJSBridge?: Bridge }).WeixinJSBridge;
  if (bridge === undefined) {
    document.addEventListener("WeixinJSBridgeReady", open, { once: true });
    return;
  }
  bridge.invoke("getBrandWCPayRequest", JSON.parse(text ?? "{}"), () => {
    // Whatever it says is not believed: the page we go to asks the provider.
    location.assign(place?.dataset.back ?? "/orders/");
  });
}

if (place !== null && button) {
  button.addEventListener("click", open);
  open();
}
