"""The numbers of ISO 3166 by which maps know countries, for those of ``model/data/countries.csv``."""

NUMBERS = {
    "ARG": 32, "AUS": 36, "AUT": 40, "BEL": 56, "BGD": 50, "BRA": 76, "CAN": 124, "CHE": 756, "CHL": 152, "CHN": 156,
    "COL": 170, "CZE": 203, "DEU": 276, "DNK": 208, "EGY": 818, "ESP": 724, "FIN": 246, "FRA": 250, "GBR": 826,
    "GRC": 300, "HKG": 344, "HUN": 348, "IDN": 360, "IND": 356, "IRL": 372, "ITA": 380, "JPN": 392, "KOR": 410,
    "MAR": 504, "MEX": 484, "MYS": 458, "NGA": 566, "NLD": 528, "NOR": 578, "NZL": 554, "PAK": 586, "PER": 604,
    "PHL": 608, "POL": 616, "PRT": 620, "ROU": 642, "RUS": 643, "SAU": 682, "SGP": 702, "SWE": 752, "THA": 764,
    "TUR": 792, "USA": 840, "VNM": 704, "ZAF": 710,
}  # fmt: skip
