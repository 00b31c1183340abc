"""Typed settings, read once from `JISHI_*` variables; each is documented in docs/running.md."""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[3]


class Settings(BaseSettings):
    """Every knob of an installation. Field name `x_y` is read from `JISHI_X_Y`."""

    model_config = SettingsConfigDict(env_prefix="JISHI_", extra="ignore")

    var_dir: Path = Field(ROOT / "var", description="Folder for all data of this installation.")
    database_url: str | None = Field(None, description="PostgreSQL >= 16 as the application role.")
    database_owner_url: str | None = Field(None, description="The same database as its owner.")
    valkey_url: str | None = Field(None, description="Valkey >= 8.")
    host: str = Field("127.0.0.1", description="Address that the servers bind to.")
    port: int = Field(8000, ge=1, le=65535, description="Port of the market.")
    files_port: int = Field(8001, ge=1, le=65535, description="Port of the files process.")
    web_processes: int = Field(1, ge=1, le=64, description="Web processes that share the port.")
    public_url: str | None = Field(
        None, description="Address people use, e.g. https://market.town."
    )
    files_url: str | None = Field(None, description="Public address of the files process.")
    allowed_hosts: str = Field("localhost,127.0.0.1,[::1]", description="Comma-separated hosts.")
    sandbox: bool = Field(True, description="Test money, movable clock, demo logins.")
    debug: bool = Field(False, description="Django debug pages; never in production.")
    default_language: str = Field("zh-hans", description="`zh-hans` or `en`.")
    time_zone: str = Field("Asia/Shanghai", description="Zone in which days begin for people.")
    currency: str = Field("CNY", description="Currency of the market (ISO 4217).")
    secret_key: str | None = Field(None, description="Kept in var/secret when not set.")
    lake_url: str | None = Field(None, description="fsspec address of the Parquet lake.")
    email_url: str | None = Field(None, description="smtp://user:pw@host:port; unset: var/mail.")
    platform_fee_ppm: int = Field(
        50_000, ge=0, le=500_000, description="Platform fee, parts/million."
    )
    upload_daily_bytes: int = Field(
        4 * 1024**3, ge=0, description="Upload quota, bytes/person/day."
    )
    video_max_seconds: int = Field(3600, ge=1, description="Longest accepted video, seconds.")
    wechatpay_mchid: str | None = Field(None, description="WeChat Pay: merchant number.")
    wechatpay_appid: str | None = Field(None, description="WeChat Pay: app or account id.")
    wechatpay_private_key: str | None = Field(None, description="WeChat Pay: API key, PEM or file.")
    wechatpay_certificate_serial: str | None = Field(
        None, description="WeChat Pay: serial number of the API certificate."
    )
    wechatpay_apiv3_key: str | None = Field(None, description="WeChat Pay: APIv3 key, 32 chars.")
    wechatpay_public_key: str | None = Field(
        None, description="WeChat Pay: its public key, PEM or file."
    )
    wechatpay_public_key_id: str | None = Field(None, description="WeChat Pay: id of that key.")
    wechatpay_app_secret: str | None = Field(
        None, description="WeChat: secret of the account, for paying inside WeChat."
    )
    wechatpay_url: str = Field(
        "https://api.mch.weixin.qq.com", description="WeChat Pay: address of its API."
    )
    wechat_url: str = Field("https://api.weixin.qq.com", description="WeChat: its account API.")
    alipay_app_id: str | None = Field(None, description="Alipay: app id.")
    alipay_private_key: str | None = Field(None, description="Alipay: app key, PEM or file.")
    alipay_public_key: str | None = Field(None, description="Alipay: its public key, PEM or file.")
    alipay_seller_id: str | None = Field(None, description="Alipay: seller id, checked if set.")
    alipay_url: str = Field(
        "https://openapi.alipay.com/gateway.do", description="Alipay: address of its gateway."
    )
    stripe_secret_key: str | None = Field(None, description="Stripe: secret key.")
    stripe_publishable_key: str | None = Field(None, description="Stripe: key for apps.")
    stripe_webhook_secret: str | None = Field(None, description="Stripe: signs its webhooks.")
    stripe_url: str = Field("https://api.stripe.com", description="Stripe: address of its API.")
    eval_data: Path = Field(
        ROOT.parent / "shared" / "data", description="Recorded evaluation data."
    )

    @property
    def market_url(self) -> str:
        """Address people open, without a trailing slash."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def media_url(self) -> str:
        """Public address of the files process, without a trailing slash."""
        return (self.files_url or f"http://localhost:{self.files_port}").rstrip("/")

    @property
    def lake(self) -> str:
        """fsspec address of the lake's root."""
        return self.lake_url or str(self.var_dir / "lake")

    def load_secret_key(self) -> str:
        """The signing key: the setting, or one made on first use and kept in `var/secret`."""
        if self.secret_key:
            return self.secret_key
        path = self.var_dir / "secret"
        try:
            return path.read_text().strip()
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:  # another process was first
                return path.read_text().strip()
            with os.fdopen(fd, "w") as file:
                key = secrets.token_urlsafe(48)
                file.write(key)
            return key


@cache
def load_settings() -> Settings:
    """The settings of this process."""
    return Settings()


settings = load_settings()
