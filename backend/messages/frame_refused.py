"""Frame refused (模板、签名被退): the provider's codes for a template or signature that it does not know, or no more.

Whatever is filled into it, nobody gets it (Aliyun 101346).
"""

FRAME_REFUSED = frozenset({
    "isv.SMS_TEMPLATE_ILLEGAL", "isv.TTS_TEMPLATE_ILLEGAL", "isv.SMS_SIGNATURE_ILLEGAL", "isv.SMS_SIGN_ILLEGAL",
    "isv.SIGN_STATE_ILLEGAL", "isv.SMS_SIGNATURE_SCENE_ILLEGAL",
})  # fmt: skip
