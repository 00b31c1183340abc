"""The lake's files, in a folder or in S3."""
