"""Persons that no register knows: by their office, their verb, or the form of a foreign name. Conservative: both borders must be certain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xinwen.labellers.gazetteer import Gazetteer, read_list

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温"
    "洪乔庄殷庞倪裴甘祝柯季游柳施翟申骆涂阮关欧尤俞梅左戚"
)
_COMPOUND = "欧阳|司马|诸葛|上官|司徒|端木|皇甫|尉迟"
_NAME = rf"(?:(?:{_COMPOUND})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)"
_SAYS = r"(?:表示|指出|认为|透露|介绍|强调|坦言|直言|宣布|告诉|补充|预计|预测|回应|称|说|写道|解释|呼吁|警告|分析|在|对|向|则|也|还|曾|将|于|日前|近日|此前|与|和|出席|担任|接受|发表|主持|率|博士|先生|女士|教授|院士|今日|当天)"
_BORDER = rf"(?={_SAYS}|[，。、；：（(“\s！？）)]|$)"
_OFFICES = "|".join(sorted((re.escape(surface) for surface, _ in read_list("positions")), key=len, reverse=True))
_BEFORE = rf"(?:{_OFFICES}|分析师|记者|工程师|研究员|作者|编辑|负责人) ?"
_TRANSLIT = "阿埃艾安奥巴鲍贝本比彼波伯博布查达戴黛丹德蒂迪杜多厄恩尔法范菲费弗福富盖高戈格葛古哈海汉赫亨胡华怀惠霍基吉加贾杰金卡凯坎康考科克肯库夸拉莱兰朗劳勒雷里利丽莉列林琳卢鲁伦罗洛马玛迈麦曼梅门蒙米密明莫姆穆纳娜内尼妮努诺欧帕派庞佩彭皮珀普奇契乔切热仁茹萨塞桑瑟沙莎山舍圣史斯松苏索塔泰坦汤唐特廷托瓦万威韦维温文沃乌伍西希夏肖谢辛休雅亚延扬耶叶伊伊因英尤约赞泽扎詹珍真朱佐"
_FOREIGN = re.compile(rf"[{_TRANSLIT}]{{1,6}}(?:[·•][{_TRANSLIT}A-Z.]{{1,7}}){{1,3}}")
_TITLED = re.compile(rf"(?P<before>{_BEFORE})(?P<name>{_NAME}){_BORDER}")
_REPORTER = re.compile(r"(?:记者|作者|编辑|文)[ ：:/｜|]{1,3}(?P<name>[\u4e00-\u9fff]{2,4})(?=[ ，,）)]|$)")
_SPEAKING = re.compile(rf"(?:^|(?<=[，。；：“\n]))(?P<name>{_NAME})(?=表示|指出|认为|透露|坦言|直言|告诉记者|称，|强调)")
_LATIN_NAME = r"[A-Z][a-z]+(?:[ -](?:[A-Z]\.|[A-Z][a-z]+)){1,3}"
_LATIN = re.compile(rf"(?:(?<=[\u4e00-\u9fff])|(?<=CEO)|(?<=C[FTOM]O)) *(?P<name>{_LATIN_NAME})(?= ?(?:表示|指出|认为|透露|称|说|在|宣布|，|、|（))")
_LATIN_TITLED = re.compile(rf"(?:{_OFFICES}|分析师|作者) *(?P<name>{_LATIN_NAME})(?![A-Za-z])")
_NOT_PERSONS = {"何时", "何种", "何处", "高度", "高端", "高级", "高层", "方面", "方向", "方式", "方案", "关于", "关注", "任何", "任务", "万亿", "金融", "向上", "向前", "于是", "程序", "余下", "高管", "何在", "何以", "白宫", "方法"}


def find_persons(text: str, gazetteer: Gazetteer) -> Iterator[tuple[int, int, str, str | None, float]]:
    """Every person found by context: start, end, type, register entry, weight of the rule."""
    for pattern, weight in ((_REPORTER, 0.8), (_TITLED, 0.75), (_SPEAKING, 0.6), (_LATIN_TITLED, 0.85), (_LATIN, 0.7), (_FOREIGN, 0.8)):
        for m in pattern.finditer(text):
            start, end = m.span("name") if "name" in pattern.groupindex else m.span()
            senses = gazetteer.lookup(text[start:end])
            if text[start:end] in _NOT_PERSONS or any(sense.type != "PER" for sense in senses):
                continue
            yield start, end, "PER", senses[0].name_id if senses else None, weight
