"""The words the demo data is made of: invented names and the closed sets of values."""

from __future__ import annotations


def _words(text: str, separator: str | None = None) -> tuple[str, ...]:
    return tuple(text.split(separator))


GIVEN = _words(
    "Amber Ash Aspen Aster Basil Bay Birch Blue Bram Briar Brook Cedar Clay Clover Coral Cove Dale "
    "Dawn Dune Ember Fern Flint Forest Glen Hazel Heath Ivy Jade Juniper Kai Lake Lark Laurel Linden "
    "Maple Marlo Meadow Moss Nova Oak Olive Onyx Opal Pearl Pine Quill Rain Reed Ridge River Robin "
    "Rowan Sage Sky Sol Sorrel Storm Teal Thorn Vale Willow Wren Yarrow Zephyr"
)
FAMILY = _words(
    "Acre Alder Arbour Archway Banks Barley Beacon Bellwood Bridges Brightwater Burrow Canyon Castle "
    "Clearfield Cliff Copper Crossing Delta Driftwood Eastgate Elmwood Fairway Fenland Fields Fjord "
    "Forge Garnet Granite Greenway Grove Harbour Harvest Hawthorn Highland Hillside Hollow Ironwood "
    "Island Kestrel Lantern Larch Ledge Lowland Marble Marsh Mill Moorland Northway Orchard Paddock "
    "Pebble Plains Quarry Rapids Redwood Rivers Sandbank Shore Silver Slate Southgate Spring Stone "
    "Summers Summit Terrace Thicket Tidewater Timber Valley Vineyard Waters Westbrook Wheatley "
    "Whitestone Windmill Winters Woodland Yew"
)
COMPANY = _words(
    "Trading|Studios|Hotels|Logistics|Interiors|Group|Foods|Works|Clinics|Partners|"
    "Bakery|Bookshops|Brewery|Cafes|Dental|Gallery|Motors|Outfitters|Pharmacy|Theatre",
    "|",
)
PUBLIC = _words("City Library|Primary School|Museum|Hospital|Town Hall|University", "|")

# name, division, share of the people, factor on pay, share of women, job titles
DEPARTMENTS = (
    ("Engineering", "Technology", 0.20, 1.30, 0.27, ("Software Engineer", "Test Engineer", "Site Engineer")),
    ("Product", "Technology", 0.05, 1.25, 0.46, ("Product Manager", "Product Analyst")),
    ("Design", "Technology", 0.05, 1.05, 0.62, ("Designer", "User Researcher")),
    ("Data", "Technology", 0.07, 1.15, 0.38, ("Data Analyst", "Data Engineer", "Data Scientist")),
    ("Sales", "Commercial", 0.15, 1.00, 0.45, ("Sales Representative", "Account Manager")),
    ("Marketing", "Commercial", 0.07, 0.98, 0.60, ("Marketing Specialist", "Copywriter")),
    ("Customer Service", "Commercial", 0.12, 0.72, 0.66, ("Service Agent", "Service Coordinator")),
    ("Operations", "Supply Chain", 0.07, 0.90, 0.44, ("Operations Planner", "Buyer")),
    ("Logistics", "Supply Chain", 0.11, 0.75, 0.24, ("Warehouse Worker", "Driver", "Dispatcher")),
    ("Finance", "Corporate Functions", 0.04, 1.08, 0.58, ("Accountant", "Controller")),
    ("Human Resources", "Corporate Functions", 0.04, 0.95, 0.71, ("Recruiter", "People Partner")),
    ("Legal", "Corporate Functions", 0.02, 1.35, 0.52, ("Legal Counsel", "Paralegal")),
    ("Innovation Lab", "Technology", 0.00, 1.00, 0.50, ()),  # just opened: nobody works there yet
    # Dissolved: its people still point to it, but its own row is gone.
    ("Print Catalogue", "Commercial", 0.01, 0.85, 0.50, ("Editor",)),
)
DISSOLVED_DEPARTMENT = "Print Catalogue"
OFFICES = {
    "Shanghai": 0.38,
    "Beijing": 0.18,
    "Shenzhen": 0.16,
    "Hangzhou": 0.14,
    "Chengdu": 0.08,
    "Wuhan": 0.06,
}
LEVEL_PAY = {"Junior": 9_000, "Middle": 14_500, "Senior": 23_000, "Lead": 33_000, "Director": 56_000}

# city: sales region, share of the customers
CITIES = {
    "Shanghai": ("East", 0.16),
    "Hangzhou": ("East", 0.09),
    "Nanjing": ("East", 0.07),
    "Xiamen": ("East", 0.04),
    "Jinan": ("East", 0.04),
    "Beijing": ("North", 0.12),
    "Tianjin": ("North", 0.05),
    "Guangzhou": ("South", 0.09),
    "Shenzhen": ("South", 0.10),
    "Wuhan": ("Central", 0.06),
    "Changsha": ("Central", 0.03),
    "Chengdu": ("West", 0.06),
    "Chongqing": ("West", 0.03),
    "Xi'an": ("West", 0.02),
    "Shenyang": ("Northeast", 0.02),
    "Dalian": ("Northeast", 0.02),
}

# category: lowest and highest usual price in yuan, share of the cost in the price, product nouns
CATEGORIES = {
    "Furniture": (400, 3200, 0.58, "Desk|Chair|Sofa|Bookcase|Bed Frame|Bench|Wardrobe|Coffee Table"),
    "Lighting": (60, 700, 0.48, "Floor Lamp|Desk Lamp|Pendant|Wall Light|Lantern|String Lights"),
    "Textiles": (40, 500, 0.42, "Blanket|Curtain|Rug|Cushion|Bed Linen|Towel Set|Throw"),
    "Kitchen": (30, 600, 0.50, "Pan|Knife Set|Teapot|Mug Set|Cutting Board|Kettle|Bowl Set"),
    "Electronics": (50, 1900, 0.66, "Speaker|Charger|Headphones|Clock Radio|Keyboard|Air Purifier"),
    "Office": (10, 260, 0.45, "Notebook|Pen Set|Desk Organiser|Whiteboard|Label Maker|Paper Pack"),
    "Garden": (30, 900, 0.47, "Planter|Watering Can|Garden Chair|Tool Set|Parasol|Hammock"),
    "Storage": (25, 380, 0.44, "Storage Box|Basket|Shelf Insert|Hanger Set|Drawer Unit|Crate"),
}
STYLES = _words(
    "Alpine Arc Bamboo Bold Breeze Calm Classic Cloud Compact Cosy Cotton Curve Duo Everyday Folding "
    "Frost Harbour Light Linen Loft Mini Modern Nordic Oak Plain Prime Round Rustic Slim Soft Solid "
    "Steel Studio Swift Tall Terra Urban Velvet Walnut Wave"
)
BRANDS = ("Casa Norte", "Fjell & Co", "Hearthline", "Lumo", "Mistral", "Ordo", "Stillwater", "Tern")
SUPPLIERS = (
    "Bluebay Imports",
    "Eastwind Works",
    "Keystone Supply",
    "Redleaf Makers",
    "Three Rivers",
    "Yonder",
)
FAILED_SUPPLIER = "Eastwind Works"
# Names as they come in life, with the characters that queries and pages stumble over.
ODD_PRODUCTS = (
    ("O'Neill Desk", "Furniture", 1890.00),
    ("50% Wool Blanket", "Textiles", 259.00),
    ("A&B <Pro> Cable", "Electronics", 79.00),
    ("Snap_Fit Box", "Storage", 49.50),
)
