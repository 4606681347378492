"""Who acts for the county, for which places, and with what powers."""

from backend.staff.account_holder import AccountHolder, account_holders
from backend.staff.appointing import NoSuchOfficer, Outcome, SignInCard, appoint, appoint_cadre, renew_sign_in
from backend.staff.binding import NotACadresPhone, bind_cadre
from backend.staff.cadre import Cadre, OutsideYourVillage, cadres_of, villages_served
from backend.staff.cards import print_cards
from backend.staff.counties import counties_served, in_each_county
from backend.staff.declaring_kin import (
    NoSuchCadre,
    Relative,
    RelativeIncomplete,
    TooManyRelatives,
    cadre_of_places,
    declare_kin_of_cadre,
    declare_own_kin,
)
from backend.staff.faster_hand import moment_said, who_and_when
from backend.staff.finding_residents import FOUND_AT_MOST, NobodyToLookFor, find_residents
from backend.staff.freeing_wechat import NothingBound, UnbindingReasonMissing, free_wechat, wechat_of
from backend.staff.importing import Staffed, import_staff
from backend.staff.keeping_phones import NoSuchPhone, add_phone, phones_of, retire_phone
from backend.staff.kin_declaration import Relation
from backend.staff.kin_register import CadreDeclared, Named, cadres_declared, own_declaration
from backend.staff.kinship import Kinship, YourOwnKin, declared_as_kin, kin_of, kinships_of, must_not_be_kin
from backend.staff.noting_how_to_tell import (
    GuardianImpossible,
    RulingMissing,
    end_guardianship,
    guardianship_of,
    note_how_to_tell,
    record_guardian,
    resident_for,
)
from backend.staff.officer import Officer, Role
from backend.staff.on_the_register import OnTheRegister, staff_on_the_register
from backend.staff.own_phone import ask_for_code, code_sent_to, drop_own_phone, prove_own_phone
from backend.staff.powers import NoSuchPower, OutsideYourPlace, Power, has_power, must_cover, must_have, youngest_shown
from backend.staff.revealing import ReasonMissing, reveal_identity_number
from backend.staff.signing_in import SignInRefused, hash_password, new_totp_secret, sign_in
from backend.staff.staff_file import BadStaffFile, CadreLine, OfficerLine

__all__ = [
    "FOUND_AT_MOST", "AccountHolder", "BadStaffFile", "Cadre", "CadreDeclared", "CadreLine", "GuardianImpossible",
    "Kinship", "Named", "NoSuchCadre", "NoSuchOfficer", "NoSuchPhone", "NoSuchPower", "NobodyToLookFor",
    "NotACadresPhone", "NothingBound", "Officer", "OfficerLine", "OnTheRegister", "Outcome", "OutsideYourPlace",
    "OutsideYourVillage", "Power", "ReasonMissing", "Relation", "Relative", "RelativeIncomplete", "Role",
    "RulingMissing", "SignInCard", "SignInRefused", "Staffed", "TooManyRelatives", "UnbindingReasonMissing",
    "YourOwnKin", "account_holders", "add_phone", "appoint", "appoint_cadre", "ask_for_code", "bind_cadre",
    "cadre_of_places", "cadres_declared", "cadres_of", "code_sent_to", "counties_served", "declare_kin_of_cadre",
    "declare_own_kin", "declared_as_kin", "drop_own_phone", "end_guardianship", "find_residents", "free_wechat",
    "guardianship_of", "has_power", "hash_password", "import_staff", "in_each_county", "kin_of", "kinships_of",
    "moment_said", "must_cover", "must_have", "must_not_be_kin", "new_totp_secret", "note_how_to_tell",
    "own_declaration", "phones_of", "print_cards", "prove_own_phone", "record_guardian", "renew_sign_in",
    "resident_for", "retire_phone", "reveal_identity_number", "sign_in", "staff_on_the_register", "villages_served",
    "wechat_of", "who_and_when", "youngest_shown",
]  # fmt: skip
