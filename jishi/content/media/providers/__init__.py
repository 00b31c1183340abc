"""What does the work on bytes: PyAV, ffmpeg, Pillow, folders."""
