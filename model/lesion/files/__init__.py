"""Readers of files: bytes of one format -> an upright picture in sRGB, with what was doubtful about it.

formats        first bytes -> name of the format, or the refusal that names what the file is
pillow_photo   PNG, WebP, BMP, HEIC, AVIF
jpeg           JPEG files and JPEG frames; jpeg_marks reads their header
tiff           TIFF
dicom          DICOM; dicom_header reads its entries, dicom_frame its first frame, dicom_grey maps grey levels
frames         coded pixels without colours: lossless JPEG, JPEG-LS, JPEG 2000, JPEG XL
colour_spaces  names of colour spaces -> colour profiles
decoded        what a reader returns
"""
