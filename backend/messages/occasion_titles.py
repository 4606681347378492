"""What each occasion of outreach is called in lists and proofs; a house test holds it beside outreach's own list."""

OCCASION_TITLES = {
    "phone_code": "手机验证码",
    "submitted": "申请已收到",
    "accepted": "申请已受理",
    "returned": "一次性告知补材料",
    "papers_reminded": "提醒补材料",
    "refused": "不予通过及救济途径",
    "posted": "开始公示",
    "confirmed": "审核确认",
    "withdrawn": "已撤回",
    "payout_settled": "补贴到账",
    "payout_bounced": "补贴没有到账",
    "certification_due": "生存认证到期提醒",
    "errand_raised": "村干部上门任务",
    "case_state": "回复：办到哪一步",
    "last_payment": "回复：最近到账",
    "reply_answered": "回复：工作人员的答复",
    "account_changed": "收款账户变更",
    "wechat_bound": "微信绑定",
}
