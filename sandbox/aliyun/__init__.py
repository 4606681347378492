"""Aliyun SMS as dysmsapi.aliyuncs.com answers: gateway, business checks, receipts and uplink messages."""

from sandbox.aliyun.app import AliyunApp
from sandbox.aliyun.platform import SmsPlatform

__all__ = ["AliyunApp", "SmsPlatform"]
