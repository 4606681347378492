"""Who lives in the county, in which household, and how they are reached and paid."""

from backend.residents.account import ACCOUNT, Account, AccountKind, doubt_of, passes_luhn
from backend.residents.binding import (
    AlreadyBound,
    IdentityNotMatched,
    PhoneNotOnFile,
    bind_resident,
    unbind,
)
from backend.residents.card_number import BadCardNumber, CardNumber, read_card_number
from backend.residents.carrier import Carrier, carrier_of
from backend.residents.changing_account import (
    BadAccountNumber,
    account_digits,
    change_account,
    close_account,
    current_account,
    open_for_award,
)
from backend.residents.contact import PHONE, Contact, ContactKind, PhoneOwner, call_problem, phone_problem
from backend.residents.dead_number import (
    Number,
    bury_number,
    close_number,
    closed_among,
    doubted_among,
    is_dead_number,
    revive_number,
)
from backend.residents.disability_card import CARD_CLASSES, DisabilityCard
from backend.residents.elders import Elder, elders_of
from backend.residents.guardianship import Capacity, Guardianship, is_guardian_of
from backend.residents.household import Household, RegisterKind
from backend.residents.household_means import HouseholdMeans
from backend.residents.identity_number import BadIdentityNumber, IdentityNumber, normalise_identity_number
from backend.residents.keeping_card import drop_card, keep_card
from backend.residents.kin import Circumstance, Kin
from backend.residents.noting_carriers import note_carriers
from backend.residents.outsider import Outsider, bind_outsider, keep_outsider, outsider_named
from backend.residents.phone_code import PhoneCode
from backend.residents.phone_numbers import (
    BadLandline,
    BadPhone,
    mark_contact_dead,
    mark_opted_out,
    normalise_phone,
    read_phone,
)
from backend.residents.provenance import Provenance
from backend.residents.registering import (
    CARD,
    NewAccount,
    NewContact,
    NewDisabilityCard,
    NewHousehold,
    NewResident,
    Registration,
    register,
)
from backend.residents.requesting_phone_code import (
    WrongPhoneCode,
    forget_phone_codes,
    officers_code_sent_to,
    request_officers_code,
    request_phone_code,
    verify_officers_code,
    verify_phone_code,
)
from backend.residents.resident import (
    IDENTITY,
    OF_AGE,
    NoSuchResident,
    Resident,
    Tongue,
    age_on,
    find_by_identity,
    find_in_any_county,
    get_resident,
    is_of_age,
)
from backend.residents.situation import Situation
from backend.residents.stopping_number import resume_number, stop_number
from backend.residents.wechat_account import (
    Subscription,
    TapTeller,
    WechatAccount,
    account_seen,
    add_quota,
    clear_quota,
    use_quota,
)

__all__ = [
    "ACCOUNT", "CARD", "CARD_CLASSES", "IDENTITY", "OF_AGE", "PHONE", "Account", "AccountKind", "AlreadyBound",
    "BadAccountNumber", "BadCardNumber", "BadIdentityNumber", "BadLandline", "BadPhone", "Capacity", "CardNumber",
    "Carrier", "Circumstance", "Contact", "ContactKind", "DisabilityCard", "Elder", "Guardianship", "Household",
    "HouseholdMeans", "IdentityNotMatched", "IdentityNumber", "Kin", "NewAccount", "NewContact",
    "NewDisabilityCard", "NewHousehold", "NewResident", "NoSuchResident", "Number", "Outsider", "PhoneCode",
    "PhoneNotOnFile", "PhoneOwner", "Provenance", "RegisterKind", "Registration", "Resident", "Situation",
    "Subscription", "TapTeller", "Tongue", "WechatAccount", "WrongPhoneCode", "account_digits", "account_seen",
    "add_quota", "age_on", "bind_outsider", "bind_resident", "bury_number", "call_problem", "carrier_of",
    "change_account", "clear_quota", "close_account", "close_number", "closed_among", "current_account", "doubt_of",
    "doubted_among", "drop_card", "elders_of", "find_by_identity", "find_in_any_county", "forget_phone_codes",
    "get_resident", "is_dead_number", "is_guardian_of", "is_of_age", "keep_card", "keep_outsider",
    "mark_contact_dead", "mark_opted_out", "normalise_identity_number", "normalise_phone", "note_carriers",
    "officers_code_sent_to", "open_for_award", "outsider_named", "passes_luhn", "phone_problem",
    "read_card_number", "read_phone", "register", "request_officers_code", "request_phone_code", "resume_number",
    "revive_number", "stop_number", "unbind", "use_quota", "verify_officers_code", "verify_phone_code",
]  # fmt: skip
