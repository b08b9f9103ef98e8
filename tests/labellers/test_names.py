"""Names: boundaries, types, inner spans, links to the register."""

import pytest

from xinwen.labellers.names import NameMatch, find_names


def shown(text: str, article: str | None = None) -> list[str]:
    """Each outer name as surface=type, its inner ones in brackets behind it."""

    def show(match: NameMatch) -> str:
        inner = "".join(f"[{show(part)}]" for part in match.inner)
        return f"{text[match.start : match.end]}={match.type}{inner}"

    return [show(match) for match in find_names(text, article)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("英伟达H100 GPU缺货", ["英伟达H100=PROD.hardware[英伟达=ORG.company]"]),
        ("英伟达的H100 GPU缺货", ["英伟达=ORG.company", "H100=PROD.hardware"]),
        ("华为昇腾910B芯片", ["华为昇腾910B=PROD.hardware[华为=ORG.company]"]),
        ("昇腾 910B 芯片", ["昇腾 910B=PROD.hardware"]),
        ("骁龙8 Gen 3处理器", ["骁龙8 Gen 3=PROD.hardware"]),
        ("麒麟系列芯片", ["麒麟=PROD.hardware"]),
        ("RTX 4090显卡", ["RTX 4090=PROD.hardware"]),
        ("Qwen2.5-72B模型", ["Qwen2.5-72B=PROD.model"]),
        ("努比亚Z60 Ultra手机", ["努比亚Z60 Ultra=PROD.hardware[努比亚=ORG.company]"]),
        ("寒武纪思元芯片", ["寒武纪思元=PROD.hardware[寒武纪=ORG.company]"]),
        ("DeepSeek-R1/V3系列", ["DeepSeek-R1=PROD.model[DeepSeek=ORG.company]", "V3=PROD.model"]),
        ("摩根士丹利日本团队", ["摩根士丹利日本团队=ORG.other[摩根士丹利=ORG.company][日本=LOC.gpe]"]),
        ("三星平泽工厂", ["三星平泽工厂=LOC.facility[三星=ORG.company][平泽=LOC.gpe]"]),
        ("美国商务部称", ["美国商务部=ORG.government[美国=LOC.gpe]"]),
        ("荷兰政府", ["荷兰政府=ORG.government[荷兰=LOC.gpe]"]),
        ("北京大学与中国移动", ["北京大学=ORG.other", "中国移动=ORG.company"]),
        ("腾讯云宣布调价", ["腾讯云=ORG.company[腾讯=ORG.company]"]),
        ("系统部署在腾讯云", ["腾讯云=PROD.software[腾讯=ORG.company]"]),
        ("华为技术有限公司", ["华为技术有限公司=ORG.company"]),
        ("江苏省无锡市新吴区", ["江苏省无锡市新吴区=LOC.gpe"]),
        ("上海市场回暖", ["上海=LOC.gpe"]),
        ("我国台湾地区", ["台湾=LOC.gpe"]),
        ("中国大陆产能", ["中国大陆=LOC.gpe"]),
        ("对华出口", ["华=LOC.gpe"]),
        ("中美两国", ["中=LOC.gpe", "美=LOC.gpe"]),
        ("5nm/3nm工艺", ["5nm=TECH", "3nm=TECH"]),
        ("10nm以上制程", ["10nm=TECH"]),
        ("300mm晶圆、膜厚3nm。", []),
        ("《芯片与科学法案》与《算力发展白皮书》", ["芯片与科学法案=LAW", "算力发展白皮书=WORK"]),
        ("《滨海市算力管理办法》", ["滨海市算力管理办法=LAW"]),
        ("CES 2027开幕", ["CES 2027=EVENT"]),
        ("董事长兼首席技术官", ["董事长=POS", "首席技术官=POS"]),
        ("首席执行官林远舟表示", ["首席执行官=POS", "林远舟=PER"]),
        ("总裁兼CEO Anna Lindqvist表示", ["总裁=POS", "CEO=POS", "Anna Lindqvist=PER"]),
        ("帕特·基辛格称", ["帕特·基辛格=PER"]),
        ("记者 许知遥", ["许知遥=PER"]),
        ("SEMI2024年报告", ["SEMI=ORG.other"]),
    ],
)
def test_a_name_has_its_boundaries_type_and_inner_names(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    ["AI芯片和大模型", "AI PC、GPU、SSD", "Metal", "R10", "让人联想到火", "迈上新征程", "8字节", "发展中国家", "某部长期任务"],
)
def test_categories_and_parts_of_words_are_no_names(text: str) -> None:
    assert shown(text) == []


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("DeepSeek宣布融资", "ORG.company"),
        ("DeepSeek训练了新模型", "ORG.company"),
        ("多家车企接入DeepSeek", "PROD.model"),
        ("厂商正在适配DeepSeek的应用", "PROD.model"),
        ("DeepSeek模型已上线", "PROD.model"),
        ("DeepSeek走红", "ORG.company"),
    ],
)
def test_a_name_of_firm_and_model_is_the_model_where_it_is_used(text: str, type_: str) -> None:
    assert find_names(text)[0].type == type_


def test_a_bare_version_counts_only_where_its_family_is_named() -> None:
    assert shown("R1版本更便宜") == []
    assert shown("R1版本更便宜", "DeepSeek发布了R1。R1版本更便宜") == ["R1=PROD.model"]


def test_surfaces_of_one_thing_share_one_entry() -> None:
    [short], [long], [english] = (find_names(text) for text in ("大摩认为", "摩根士丹利认为", "Morgan Stanley认为"))
    assert short.name_id == long.name_id == english.name_id == "morgan-stanley"


def test_a_version_that_the_register_does_not_know_has_no_entry() -> None:
    [known, unknown] = find_names("昇腾910B和昇腾777X")
    assert known.name_id == "ascend-910b" and unknown.name_id is None and unknown.type == "PROD.hardware"


def test_a_number_behind_a_product_stays_a_number() -> None:
    assert shown("采购H20 50万片，麒麟2027年量产") == ["H20=PROD.hardware", "麒麟=PROD.hardware"]
