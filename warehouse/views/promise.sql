-- Question: what did a report plan for the next year, and what does the next year's report say of it?
-- One row for each item of a plan of year N (下一步打算) and each section of the same theme in the same unit's report of
-- year N+1; items without such a section keep one row with an empty right side, also where the next report is missing.
-- `figures` lists the figures of that section. Items and their themes are computed by warehouse/derive/plans.py into plan_item;
-- `fazhi refresh` brings it up to date.
-- Caveats: the theme is told by words of the item; side by side is not the same as kept. Items of no clear theme have none.
CREATE OR REPLACE VIEW promise AS
WITH named AS (
    SELECT report_id, region_code, region_name, region_short, year, regexp_replace(report_id, '^\d{6}-\d{4}', '') AS kind
    FROM report
    WHERE state IS DISTINCT FROM 'incomplete'
), told AS (
    SELECT report_id, seq, theme, figures FROM theme_settled
    UNION ALL
    SELECT report_id, seq, theme, figures FROM theme_unsettled
)
SELECT
    named.region_code,
    named.region_name,
    named.region_short,
    named.year,
    item.report_id,
    item.section_seq,
    item.theme,
    item.text AS planned,
    later.report_id AS later_report_id,
    told.seq AS later_section_seq,
    section.marker || section.heading AS later_heading,
    section.text AS later_text,
    told.figures
FROM plan_item AS item
JOIN named ON named.report_id = item.report_id
LEFT JOIN named AS later
  ON later.region_code = named.region_code AND later.year = named.year + 1 AND later.kind = named.kind
LEFT JOIN told ON told.report_id = later.report_id AND told.theme = item.theme
LEFT JOIN section ON section.report_id = told.report_id AND section.seq = told.seq;
COMMENT ON VIEW promise IS '承诺与下文：某年报告中下一年度安排的每一项，与次年报告同一主题的章节并列';
COMMENT ON COLUMN promise.region_code IS '行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN promise.region_name IS '行政区划全称';
COMMENT ON COLUMN promise.region_short IS '行政区划本名，不带上级，如 通城县；各地有同名者，以代码为准';
COMMENT ON COLUMN promise.year IS '作出安排的报告所述年份（公历年）';
COMMENT ON COLUMN promise.report_id IS '作出安排的报告，见 report 表';
COMMENT ON COLUMN promise.section_seq IS '安排所在的章节，见 section.seq';
COMMENT ON COLUMN promise.theme IS '安排的主题；看不出时为空';
COMMENT ON COLUMN promise.planned IS '安排的文字，照原文';
COMMENT ON COLUMN promise.later_report_id IS '次年的报告，见 report 表；库中没有时为空';
COMMENT ON COLUMN promise.later_section_seq IS '次年报告中同一主题的章节，见 section.seq；没有时为空';
COMMENT ON COLUMN promise.later_heading IS '次年该章节的标题，照原文';
COMMENT ON COLUMN promise.later_text IS '次年该章节的文字，照原文';
COMMENT ON COLUMN promise.figures IS '次年该章节中的数字：名称、原文';
