"""Codes in one spelling: labels made with older code lists say some countries and bodies differently."""

# CAMEO's and older ISO codes -> those of the contract.
OLD_CODES = {
    "JAP": "JPN",
    "ITL": "ITA",
    "ROM": "ROU",
    "TMP": "TLS",
    "EUR": "EUU",
    "SUN": "RUS",
    "IGO:NATO": "NAT",
    "IGO:EU": "EUU",
    "IGO:UN": "UNO",
}


def same_code(code: str) -> str:
    """The code as the contract spells it; other words stay as they are."""
    return OLD_CODES.get(code, code)


def is_state(code: str) -> bool:
    """Whether it is the code of a country, or of the EU, the UN or NATO."""
    return len(code) == 3 and code.isalpha() and code.isupper()
