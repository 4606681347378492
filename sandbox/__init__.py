"""Stand-ins for api.weixin.qq.com and Aliyun SMS, a wall of phones, and a synthetic county to try the house on."""
