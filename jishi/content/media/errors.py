"""Why a file is refused, and what to do about it."""

from jishi.foundation.kernel.errors import DomainError, ErrorKind


class MediaRefused(DomainError):
    """This file cannot be used."""

    code = "media_refused"


class EmptyFile(MediaRefused):
    """The file is empty. Choose it again, or save it anew where it comes from."""

    code = "media_empty"


class FileTooLarge(MediaRefused):
    """The file has {size_mb} MB; at most {limit_mb} MB are possible. Save it smaller."""

    code = "media_too_large"


class NotAVideo(MediaRefused):
    """This is not a video, whatever its name says. Send MP4, MOV, MKV or WebM."""

    code = "media_not_a_video"


class VideoIncomplete(MediaRefused):
    """The end of the video is missing. Save it again where it comes from, then upload it anew."""

    code = "media_incomplete"


class CodecUnsupported(MediaRefused):
    """Videos in {codec} are not supported. Save it as H.264, H.265, VP9 or AV1."""

    code = "media_codec_unsupported"


class VideoTooLong(MediaRefused):
    """The video takes {minutes} min; at most {limit_minutes} min are possible. Cut it."""

    code = "media_too_long"


class VideoTooShort(MediaRefused):
    """The video is shorter than a second."""

    code = "media_too_short"


class FrameTooLarge(MediaRefused):
    """The video is {width} × {height}; at most 4096 × 2304 are possible. Save it smaller."""

    code = "media_frame_too_large"


class NotAPicture(MediaRefused):
    """This is not a picture that can be shown. Send JPEG, PNG, WebP, AVIF or GIF."""

    code = "media_not_a_picture"


class PictureIncomplete(MediaRefused):
    """Part of the picture is missing. Save it again where it comes from."""

    code = "media_picture_incomplete"


class PictureTooManyPixels(MediaRefused):
    """The picture is {width} × {height}; at most {limit_mp} megapixels are possible."""

    code = "media_too_many_pixels"


class TranscodeFailed(MediaRefused):
    """The video could not be made playable. Save it as MP4 (H.264) and upload it anew."""

    code = "media_transcode_failed"


class UploadExpired(MediaRefused):
    """The upload was not finished in time. Start it anew."""

    code = "upload_expired"


class UploadAbandoned(MediaRefused):
    """The upload was cancelled."""

    code = "upload_abandoned"


class UploadUnfinished(DomainError):
    """{received} of {expected} bytes have arrived. Go on with the upload."""

    code = "upload_unfinished"
    kind = ErrorKind.CONFLICT


class UploadQuotaExceeded(DomainError):
    """{limit_mb} MB may be uploaded within a day; {left_mb} MB are left today."""

    code = "upload_quota_exceeded"
    kind = ErrorKind.LIMITED


class TooManyUploads(DomainError):
    """{limit} uploads are open already. Finish or cancel one first."""

    code = "too_many_uploads"
    kind = ErrorKind.LIMITED


REFUSALS: dict[str, type[MediaRefused]] = {c.code: c for c in MediaRefused.__subclasses__()}
