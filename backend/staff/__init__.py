"""Who acts for the county, for which places, and with what powers."""

from backend.staff.account_holder import AccountHolder, account_holders
from backend.staff.binding import NotACadresPhone, bind_cadre
from backend.staff.cadre import Cadre, OutsideYourVillage, cadres_of, villages_served
from backend.staff.officer import Officer, Role
from backend.staff.powers import NoSuchPower, OutsideYourPlace, Power, has_power, must_cover, must_have
from backend.staff.revealing import ReasonMissing, reveal_identity_number
from backend.staff.signing_in import SignInRefused, hash_password, new_totp_secret, sign_in

__all__ = [
    "AccountHolder", "Cadre", "NoSuchPower", "NotACadresPhone", "Officer", "OutsideYourPlace", "OutsideYourVillage",
    "Power", "ReasonMissing", "Role", "SignInRefused", "account_holders", "bind_cadre", "cadres_of", "has_power",
    "hash_password", "must_cover", "must_have", "new_totp_secret", "reveal_identity_number", "sign_in",
    "villages_served",
]  # fmt: skip
