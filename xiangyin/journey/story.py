"""The story: an 83-year-old without a smartphone, a neighbour with WeChat, and everyone who acts for them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import uuid4

from sandbox import bank
from sandbox.people import DEMO_VILLAGE, County
from xiangyin import county_clock
from xiangyin.health import is_healthy
from xiangyin.house import House
from xiangyin.journey.desk import Desk
from xiangyin.journey.mini_program import MiniProgram
from xiangyin.journey.paper import photo_of
from xiangyin.journey.phones import Phones, registered_templates
from xiangyin.journey.searching_logs import personal_data_in_logs
from xiangyin.journey.telling import Telling
from xiangyin.sign_ins import read_sign_ins

PAPERS = ("identity_card", "household_booklet", "portrait")
_CASE_LINK = re.compile(r'href="/cases/([0-9a-f-]{36})"')
_BATCH_LINK = re.compile(r'href="/batches/([0-9a-f-]{36})"')
_DAY = 86_400  # seconds


class Story:
    """One telling; `tell` goes from the cadre's first photo to the auditor's proof."""

    def __init__(self, house: House, telling: Telling) -> None:
        self._house, self._say = house, telling
        self._county = County(scale=0.01)
        self._people = {person.part: person for person in self._county.demo_people()}
        self.phones = Phones(house.instance.ports.phones)
        self.cadre = self._client("村干部")
        self.neighbour = self._client("李玉珍")
        self.cases: dict[str, str] = {}
        self._photos: dict[str, bytes] = {}
        self._desks: dict[str, Desk] = {}

    def tell(self) -> None:
        """Every step in order; StepFailed at the first that goes wrong."""
        self.cadre_finds_the_elder()
        self.cadre_applies_for_her()
        self.neighbour_applies_herself()
        self.two_more_whom_texts_reach_badly()
        self.township_checks()
        self.village_is_told()
        self.county_decides()
        self.money_goes_out()
        self.everyone_hears()
        self.carriers_and_banks_fail()
        self.what_must_never_happen()

    # --- the village ---

    def cadre_finds_the_elder(self) -> None:
        """The cadre signs in and finds who is over eighty and receives nothing."""
        with self._say.step("村干部用微信登录，凭登记的手机号绑定身份"):
            self.cadre.sign_in()
            cadre = next(each for each in self._county.cadres() if DEMO_VILLAGE in each.village_codes)
            me = self.cadre.bind_cadre(cadre.phone)
            self._say.see(f"负责：{'、'.join(village['name'] for village in me['villages'])}")
        with self._say.step("列出村里80岁以上的老人，找到王桂兰"):
            elders = self.cadre.get("/elders", village=DEMO_VILLAGE)["items"]
            self.elders = {elder["name"]: elder["id"] for elder in elders}
            self._say.must("王桂兰" in self.elders, "王桂兰 is not on the list")
            self._say.see(f"{len(elders)} 位老人，王桂兰 {next(e['age'] for e in elders if e['name'] == '王桂兰')} 岁")
        with self._say.step("不登录也能自测高龄津贴；没有答的写“还不知道”，不写“不符合”"):
            stranger = self._client("路人")
            checked = stranger.post("/eligibility-checks", programme="old_age_allowance", facts={"age": 83})
            self._say.must(checked["outcome"] == "unknown", f"outcome {checked['outcome']}")
            self._say.see(checked["summary"])
            facts = {"age": 83, "alive": True, "registered_here": True, "receives_old_age_elsewhere": False}
            checked = stranger.post("/eligibility-checks", programme="old_age_allowance", facts=facts)
            self._say.must(checked["outcome"] == "yes", f"outcome {checked['outcome']}")
            for condition in checked["conditions"]:
                self._say.see(f"{condition['outcome']:3} {condition['sentence']}（{condition['article']}）")
            dibao = stranger.post("/eligibility-checks", programme="rural_dibao", facts={})
            self._say.see(f"农村低保：{dibao['outcome']}，还要问 {len(dibao['questions'])} 个问题")

    def cadre_applies_for_her(self) -> None:
        """Photos, the mandate, and every way in which it can go wrong."""
        widow = self.elders["王桂兰"]
        with self._say.step("替王桂兰开始申请；别的村的干部看不到、不能办"):
            case = self.cadre.post("/applications", programme="old_age_allowance", resident_id=widow)
            self.cases["widow"] = case["id"]
            stranger = self._cadre_of_another_village()
            outside, hers = "staff.OutsideYourVillage", {"programme": "old_age_allowance", "resident_id": widow}
            self._say.see(stranger.is_refused(outside, "POST", "/applications", **hers))
            self._say.see(stranger.is_refused(outside, "GET", f"/applications/{case['id']}"))
        with self._say.step("上传照片，同一张传两次只留一张；压缩包冒充照片被拒"):
            once = uuid4().hex
            first = self._photograph(self.cadre, "widow", "identity_card", upload_id=once)
            again = self._photograph(self.cadre, "widow", "identity_card", upload_id=once)
            self._say.must(first["id"] == again["id"] and again["already_known"], "the photo was kept twice")
            self._say.see(f"第二次：同一张（{again['sha256'][:12]}…）")
            self._say.see(self._zip_is_not_taken())
            self._photograph(self.cadre, "widow", "household_booklet")
        submission = self._case("widow", "/submission")
        with self._say.step("没有委托书不能提交；拍了委托书，还缺的材料一次说全"):
            self._say.see(self.cadre.is_refused("applications.MandateMissing", "POST", submission))
            self._mandate("widow")
            self._say.see(self.cadre.is_refused("applications.NotComplete", "POST", submission))
        with self._say.step("补上本人近照，提交；再点一次不会提交两份"):
            self._photograph(self.cadre, "widow", "portrait")
            status = self.cadre.post(submission)
            self._say.see(f"{status['case_number']}：{status['state_title']}，{status['who_acts']}办理，"
                          f"期限 {status['due_on']}")  # fmt: skip
            self._say.see(self.cadre.is_refused("applications.WrongState", "POST", submission))
        with self._say.step("王桂兰的老人机收到短信"):
            self._see_sms("widow", "MZ-")

    def neighbour_applies_herself(self) -> None:
        """李玉珍 has WeChat, binds herself, forgets a paper."""
        person = self._people["uses_wechat"]
        with self._say.step("李玉珍用微信登录；冒用别人身份证绑定被拒并留痕"):
            self.neighbour.sign_in()
            other = self._people["widow"].person
            self._say.see(
                self.neighbour.is_refused(
                    "residents.IdentityNotMatched", "POST", "/bindings",
                    name=person.person.name, identity_number=other.identity_number,
                    wechat_phone_code=self.phones.phone_code("李玉珍", person.phone.number),
                )
            )  # fmt: skip
            me = self.neighbour.bind_resident(
                person.person.name, person.person.identity_number.lower(), person.phone.number
            )
            self._say.see(f"绑定：{me['identity_number']}")
        with self._say.step("自己申请高龄津贴，允许接收服务通知"):
            case = self.neighbour.post("/applications", programme="old_age_allowance")
            self.cases["uses_wechat"] = case["id"]
            for paper in PAPERS:
                self._photograph(self.neighbour, "uses_wechat", paper)
            for template in registered_templates():
                for _ in range(8):
                    self.phones.accept_messages("李玉珍", template)
                    self.neighbour.post("/subscriptions", template=template, answer="accept")
            status = self.neighbour.post(self._case("uses_wechat", "/submission"))
            self._say.see(f"{status['case_number']}：{status['next_step']}")
        with self._say.step("李玉珍收到微信服务通知，不再发短信；手机上有一条绑定提醒"):
            seen = self._say.wait_for(lambda: self.phones.wechat_inbox("李玉珍"), "no WeChat message came")
            self._say.see(f"{seen[-1]['title']}：" + "，".join(seen[-1]["lines"].values()))
            texts = [sms["text"] for sms in self.phones.sms_on(person.phone.number)]
            self._say.must(len(texts) == 1 and "绑定" in texts[0], "an SMS went out as well")
            self._say.see(f"手机上只有绑定提醒：{texts[0]}")
        with self._say.step("看不到别人的申请：和不存在一样"):
            self._say.see(self.neighbour.is_refused("applications.NoSuchApplication", "GET", self._case("widow")))

    def two_more_whom_texts_reach_badly(self) -> None:
        """A number that does not exist, and a phone that is off."""
        with self._say.step("再替吴保柱（号码是空号）和郭爱莲（手机关机）申请"):
            for part in ("no_such_number", "phone_off"):
                name = self._people[part].person.name
                case = self.cadre.post("/applications", programme="old_age_allowance", resident_id=self.elders[name])
                self.cases[part] = case["id"]
                for paper in PAPERS:
                    self._photograph(self.cadre, part, paper)
                self._mandate(part)
                status = self.cadre.post(self._case(part, "/submission"))
                self._say.see(f"{name} {status['case_number']}")
        with self._say.step("空号送不到：村干部收到上门任务"):
            errands = self._say.wait_for(
                lambda: self._errands("吴保柱", "deliver_message"), "no errand came for 吴保柱"
            )
            self._say.see(f"{errands[0]['person_name']}：{errands[0]['reason']}（{errands[0]['due_on']}前）")

    # --- the offices ---

    def township_checks(self) -> None:
        """The clerk returns one case for a paper, and accepts."""
        with self._say.step("乡镇经办用密码和动态码登录，看到待受理的办件；别的乡镇看不到"):
            self.clerk = self._desk("checun.clerk1")
            listed = set(_CASE_LINK.findall(self.clerk.open("/cases?state=submitted")))
            self._say.must(set(self.cases.values()) <= listed, "a case is not in the queue")
            elsewhere = self._desk_elsewhere()
            self._say.must(not _CASE_LINK.findall(elsewhere.open("/cases?state=submitted")), "a foreign case shows")
            refused = elsewhere.is_refused("不在您负责的地方", "GET", f"/cases/{self.cases['widow']}")
            self._say.see(f"{len(listed)} 件；外乡镇打开：{refused}")
        with self._say.step("李玉珍的户口簿照片看不清，一次性告知退回；她补传后再提交"):
            self.clerk.send(f"/cases/{self.cases['uses_wechat']}/return", missing=["household_booklet"],
                            note="户口簿照片看不清，请拍清楚首页和本人页")  # fmt: skip
            status = self.neighbour.get(self._case("uses_wechat"))
            self._say.see(f"{status['state_title']}：{'、'.join(m['title'] for m in status['missing'])}")
            self._photograph(self.neighbour, "uses_wechat", "household_booklet", paper="户口簿（清楚的）")
            self.neighbour.post(self._case("uses_wechat", "/submission"))
        with self._say.step("受理四件，法定期限从受理之日起算"):
            for part in self.cases:
                self.clerk.send(f"/cases/{self.cases[part]}/acceptance", note="")
            status = self.cadre.get(self._case("widow"))
            self._say.see(f"{status['state_title']}，本步骤期限 {status['due_on']}")
            page = self.clerk.open(f"/cases/{self.cases['widow']}")
            self._say.must("王桂兰" in page and "***********" in page, "the case page lacks the person")
            self._say.must(self._people["widow"].person.identity_number not in page, "an ID number is in clear")
        with self._say.step("打开照片：带水印"):
            photo = re.findall(r"/photos/([0-9a-f-]{36})/thumbnail", page)[0]
            seen = self.clerk.fetch(f"/photos/{photo}")
            self._say.must(seen[:3] == b"\xff\xd8\xff", "not a JPEG")
            self._say.must(seen != self._desk("checun.leader").fetch(f"/photos/{photo}"), "it does not name the viewer")

    def village_is_told(self) -> None:
        """Seven days on the board, which nobody can shorten."""
        with self._say.step("张榜公示七天，只写遮挡的姓名和年龄段"):
            self.clerk.send("/notices", application_id=list(self.cases.values()))
            notices = self._client("路人").get("/notices", village=DEMO_VILLAGE)["items"]
            for notice in notices:
                lines = "，".join(f"{line['shown_name']} {line['shown_detail']}" for line in notice["lines"])
                self._say.see(f"{notice['posted_on']} 至 {notice['ends_on']}：{lines}")
            self._say.must("王桂兰" not in str(notices), "a full name is posted")
        confirmation = f"/cases/{self.cases['widow']}/confirmation"
        with self._say.step("公示期没满，县里不能审核"):
            self.reviewer = self._desk("county.reviewer1")
            self._say.see(self.reviewer.is_refused("正在公示", "POST", confirmation))
        with self._say.step("八天后公示到期，自动转县里"):
            self._pass(8 * _DAY)
            self._say.wait_for(
                lambda: self.cadre.get(self._case("widow"))["state"] == "county_review", "the notice did not end"
            )
            status = self.cadre.get(self._case("widow"))
            self._say.see(f"{status['state_title']}，{status['who_acts']}办理，期限 {status['due_on']}")

    def county_decides(self) -> None:
        """The township cannot; the county does, and the awards begin."""
        confirmation = f"/cases/{self.cases['widow']}/confirmation"
        with self._say.step("乡镇经办不能代县里确认；县局审核确认四件"):
            self._say.see(self.clerk.is_refused("没有这项权限", "POST", confirmation))
            for part in self.cases:
                self.reviewer.send(f"/cases/{self.cases[part]}/confirmation")
            self._say.see(self.reviewer.is_refused("审核通过", "POST", confirmation))
        with self._say.step("王桂兰收到短信：从申请当月起发"):
            self._see_sms("widow", "每月50元")

    def money_goes_out(self) -> None:
        """Batch, second and third officer, bank file, return file."""
        with self._say.step("发放岗编制当月高龄津贴批次"):
            payer = self._desk("county.payer1")
            page = payer.send("/batches", programme="old_age_allowance", month="2026-03")
            found = _BATCH_LINK.findall(page) or re.findall(r"/batches/([0-9a-f-]{36})", page)
            self.batch = f"/batches/{found[0]}"
        with self._say.step("自己编的批次自己不能批；没批、没放款的不能出银行文件；三个人各办一步"):
            self._say.see(payer.is_refused("没有这项权限", "POST", f"{self.batch}/approval"))
            self._say.see(payer.is_refused("还没有复核", "POST", f"{self.batch}/export"))
            self._desk("county.approver1").send(f"{self.batch}/approval")
            self._say.see(payer.is_refused("还没有放款", "POST", f"{self.batch}/export"))
            self._desk("county.approver2").send(f"{self.batch}/release")
        with self._say.step("导出银行文件，再导一次一字不差"):
            file = payer.send_for_file(f"{self.batch}/export")
            self._say.must(file == payer.send_for_file(f"{self.batch}/export"), "the second export differs")
            lines = file.decode("gb18030").splitlines()
            self._say.see("\n".join([*lines[:4], f"…… 共 {len(lines)} 行"]))
        with self._say.step("银行回盘：孙春梅的账户打不进"):
            answer = bank.answer(file, paid_on=self._now().date())
            bounced = [line for line in answer.decode("gb18030").splitlines() if ",失败," in line]
            self._say.must(len(bounced) == 1, f"{len(bounced)} lines bounced")
            self._say.see(bounced[0])
            page = payer.send_file(f"{self.batch}/return-file", "file", answer)
            self._say.see(re.sub(r"<[^>]+>|\s+", " ", page[page.find("回盘") : page.find("回盘") + 300]).strip())
            payer.send_file(f"{self.batch}/return-file", "file", answer)

    def everyone_hears(self) -> None:
        """The elder by SMS, the neighbour in WeChat, and both the same facts."""
        with self._say.step("钱到账，王桂兰的老人机收到短信"):
            self._see_sms("widow", "到账")
        with self._say.step("李玉珍在小程序里看到发放记录"):
            payments = self.neighbour.get("/payments")["items"]
            for payment in payments:
                self._say.see(str({key: payment[key] for key in payment if key != "id"}))
            self._say.must(any(payment["amount_fen"] == 5000 for payment in payments), "no payment of 50 yuan shows")

    def carriers_and_banks_fail(self) -> None:
        """What bounced comes back; what was off is switched on."""
        with self._say.step("孙春梅的钱退回：不是停发，村干部上门问账户"):
            errands = self._say.wait_for(lambda: self._errands("孙春梅", "fix_account"), "no errand came for 孙春梅")
            self._say.see(f"{errands[0]['kind_title']}：{errands[0]['reason']}")
            elder = self.elders["孙春梅"]
            photo = self.cadre.upload(f"/elders/{elder}/photos", photo_of("上门", self._now()), kind="home_visit")
            self.cadre.put(
                f"/elders/{elder}/account", holder_name="孙春梅", number="6229910000004030019",
                bank="河南农村商业银行", kind="card",
            )  # fmt: skip
            self.cadre.post(f"/errands/{errands[0]['id']}/completion", outcome="done", photo_id=photo["id"])
        with self._say.step("退回的一笔补发：只补这一笔"):
            payer, approver = self._desk("county.payer2"), self._desk("county.approver2")
            page = payer.send("/batches", programme="old_age_allowance", month="2026-03")
            again = "/batches/" + re.findall(r"/batches/([0-9a-f-]{36})", page)[0]
            approver.send(f"{again}/approval")
            self._desk("county.approver1").send(f"{again}/release")
            file = payer.send_for_file(f"{again}/export")
            payer.send_file(f"{again}/return-file", "file", bank.answer(file, paid_on=self._now().date()))
            self._say.see(file.decode("gb18030").splitlines()[-1])
        with self._say.step("关机的手机开机后收到短信"):
            self._pass(3 * 3600)
            self._say.wait_for(
                lambda: any(sms["state"] == "delivered" for sms in self._sms("phone_off")), "never delivered"
            )
            self._see_sms("phone_off", "")
        with self._say.step("老人回复短信 1，问办得怎样"):
            self.phones.reply(self._people["widow"].phone.number, "１")
            self._see_sms("widow", "您问的申请")

    def what_must_never_happen(self) -> None:
        """Doubles, messages at night, personal data in a log, a journal that does not add up."""
        with self._say.step("通知进程被 kill -9，自动拉起，没有一条重复"):
            outreach = self._house.children["outreach"].process
            self._say.must(outreach is not None, "outreach does not run")
            if outreach is not None:
                outreach.kill()
                self._say.wait_for(lambda: self._outreach_is_back(outreach.pid), "outreach did not come back")
            accounting = self.phones.accounting()
            self._say.must(accounting["duplicates"] == [], "a message was accepted twice")
            self._say.must(accounting["outside_hours_count"] == 0, "a text went out at night")
            self._say.see(f"共 {accounting['total_accepted']} 条短信，同一条没有发过两次")
        with self._say.step("审计：流水账的散列链完整"):
            self._house.run("audit", "verify")
        with self._say.step("日志里找不到任何人的身份证号、电话、账号"):
            looked_for, found = personal_data_in_logs(self._house.instance.root, self._county)
            self._say.must(looked_for > 1000, "there was nothing to look for")
            self._say.must(not found, f"personal data in {found}")
            self._say.see(f"查了 {looked_for} 个号码")

    # --- how they do it ---

    def _client(self, user: str) -> MiniProgram:
        return MiniProgram(self._house.instance.ports.api, self.phones, user)

    def _case(self, part: str, rest: str = "") -> str:
        return f"/applications/{self.cases[part]}{rest}"

    def _photograph(self, client: MiniProgram, part: str, kind: str, *, upload_id: str = "", paper: str = "") -> Any:
        paper = f"{paper or kind} {self._people[part].person.key}"
        content = self._photos.setdefault(paper, photo_of(paper, self._now()))
        return client.upload(self._case(part, "/photos"), content, upload_id=upload_id, kind=kind)

    def _zip_is_not_taken(self) -> str:
        content = b"PK\x03\x04" + bytes(5000)
        return self.cadre.is_not_taken("evidence.NotAPhoto", self._case("widow", "/photos"), content, kind="portrait")

    def _mandate(self, part: str) -> None:
        photo = self._photograph(self.cadre, part, "mandate")
        self.cadre.post(self._case(part, "/mandate"), relation="村干部", scope="代为申请高龄津贴、提交材料、接收通知",
                        photo_id=photo["id"], expires_on="2026-12-31")  # fmt: skip

    def _cadre_of_another_village(self) -> MiniProgram:
        other = next(each for each in self._county.cadres() if DEMO_VILLAGE not in each.village_codes)
        client = self._client("别村的干部")
        client.sign_in()
        client.bind_cadre(other.phone)
        return client

    def _desk(self, account: str) -> Desk:
        """Signed in once: a one-time code is refused a second time, and a new one comes only every 30 s."""
        if account not in self._desks:
            sign_ins = {each.account: each for each in read_sign_ins(self._house.instance.root)}
            self._desks[account] = Desk(self._house.instance.ports.console, sign_ins[account])
        return self._desks[account]

    def _desk_elsewhere(self) -> Desk:
        return self._desk("tianhu.clerk1")

    def _errands(self, name: str, kind: str) -> list[dict[str, Any]]:
        mine = self.cadre.get("/errands")["items"]
        return [errand for errand in mine if (errand["person_name"], errand["kind"]) == (name, kind)]

    def _sms(self, part: str) -> list[dict[str, Any]]:
        return self.phones.sms_on(self._people[part].phone.number)

    def _see_sms(self, part: str, word: str) -> None:
        texts = self._say.wait_for(
            lambda: [sms["text"] for sms in self._sms(part) if word in sms["text"]], f"no SMS with {word} came"
        )
        self._say.see(texts[-1])

    def _now(self) -> datetime:
        return county_clock.county_now(self._house.instance.clock_file)

    def _pass(self, seconds: int) -> None:
        file = self._house.instance.clock_file
        county_clock.move(self._house.instance.root, county_clock.read_offset(file) + seconds)

    def _outreach_is_back(self, killed: int) -> bool:
        self._house.tend()
        outreach = self._house.children["outreach"]
        return (
            outreach.process is not None
            and outreach.process.pid != killed
            and outreach.alive()
            and all(is_healthy(address) for address in outreach.program.healthy_at)
        )
