"""Coming in: sign-up, sign-in, account and security pages, on top of django-allauth."""
