"""The files process: media by signed address, resumable uploads. No Django in here."""
