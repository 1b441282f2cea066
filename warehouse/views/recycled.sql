-- Question: how much of a section stands word for word in last year's report, or in a neighbour's of the same year?
-- One row for each section and other report with at least one common passage. A passage is a run of at least 30
-- characters (white space aside) that stands in both; `share_percent` is the part of the section that such runs cover.
-- Neighbours are the other regions under the same parent. Computed by warehouse/derive/recycled.py into recycled_passage, where
-- the passages have their places in both texts; `fazhi refresh` brings it up to date.
-- Caveats: set phrases of the centre and titles of laws reach 30 characters and are everybody's; look at the passages.
-- Neither report is said to have copied: both directions are listed.
CREATE OR REPLACE VIEW recycled AS
WITH grouped AS (
    SELECT
        report_id,
        section_seq,
        relation,
        other_report_id,
        count(*) AS passages,
        sum(chars)::INTEGER AS shared_chars,
        any_value(section_chars) AS section_chars,
        round(100 * sum(chars) / any_value(section_chars), 1) AS share_percent,
        max(chars) AS longest_chars,
        list({'char_start': char_start, 'text': text}) AS shared
    FROM recycled_passage
    GROUP BY report_id, section_seq, relation, other_report_id
)
SELECT
    grouped.report_id,
    report.region_code,
    report.region_name,
    report.region_short,
    report.year,
    grouped.section_seq,
    section.theme,
    section.marker || section.heading AS heading,
    grouped.relation,
    grouped.other_report_id,
    other.region_name AS other_region_name,
    other.year AS other_year,
    grouped.passages,
    grouped.shared_chars,
    grouped.section_chars,
    grouped.share_percent,
    grouped.longest_chars,
    list_transform(list_sort(grouped.shared), lambda one: one.text) AS shared_passages
FROM grouped
JOIN report ON report.report_id = grouped.report_id
JOIN report AS other ON other.report_id = grouped.other_report_id
LEFT JOIN section ON section.report_id = grouped.report_id AND section.seq = grouped.section_seq;
COMMENT ON VIEW recycled IS '雷同文字：某章节有多少字与上年报告或邻近地区当年报告逐字相同（连续 30 字以上，不计空白）';
COMMENT ON COLUMN recycled.report_id IS '报告编号，见 report 表';
COMMENT ON COLUMN recycled.region_code IS '行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN recycled.region_name IS '行政区划全称';
COMMENT ON COLUMN recycled.region_short IS '行政区划本名，不带上级，如 通城县；各地有同名者，以代码为准';
COMMENT ON COLUMN recycled.year IS '报告所述年份（公历年）';
COMMENT ON COLUMN recycled.section_seq IS '章节的次序，见 section.seq；0 为首个章节之前的文字';
COMMENT ON COLUMN recycled.theme IS '章节的主题';
COMMENT ON COLUMN recycled.heading IS '章节的标题，照原文';
COMMENT ON COLUMN recycled.relation IS '对照的报告：last_year 本地上年，neighbour 同一上级的他地当年';
COMMENT ON COLUMN recycled.other_report_id IS '对照的报告编号，见 report 表';
COMMENT ON COLUMN recycled.other_region_name IS '对照的地区全称';
COMMENT ON COLUMN recycled.other_year IS '对照的报告所述年份（公历年）';
COMMENT ON COLUMN recycled.passages IS '相同段落的个数（个）';
COMMENT ON COLUMN recycled.shared_chars IS '相同文字的字数（字），不计空白';
COMMENT ON COLUMN recycled.section_chars IS '章节自身（不含下级章节）的字数（字），不计空白';
COMMENT ON COLUMN recycled.share_percent IS '相同文字占章节的比例（%）';
COMMENT ON COLUMN recycled.longest_chars IS '最长的相同段落的字数（字）';
COMMENT ON COLUMN recycled.shared_passages IS '相同的段落，照原文';
