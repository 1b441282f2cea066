-- Question: what did a report plan for the next year, and what does the next year's report say of it?
-- One row for each item of a plan of year N (下一步打算) and each section of the same theme in the same unit's report of
-- year N+1; items without such a section keep one row with an empty right side, also where the next report is missing.
-- `figures` lists the figures of that section. Items and their themes are computed by warehouse/plans.py into plan_item;
-- `fazhi refresh` brings it up to date.
-- Caveats: the theme is told by words of the item; side by side is not the same as kept. Items of no clear theme have none.
CREATE OR REPLACE VIEW promise AS
WITH planned AS (
    SELECT
        report.region_code, report.region_name, report.year, item.report_id, item.section_seq, item.theme,
        item.text AS planned, later.report_id AS later_report_id
    FROM plan_item AS item
    JOIN report ON report.report_id = item.report_id
    LEFT JOIN report AS later
      ON later.region_code = report.region_code AND later.year = report.year + 1
     AND regexp_replace(later.report_id, '^\d{6}-\d{4}', '') = regexp_replace(report.report_id, '^\d{6}-\d{4}', '')
), near AS (
    SELECT * FROM section SEMI JOIN planned ON planned.later_report_id = section.report_id
), told AS (
    -- The topmost sections of a theme: what stands below them is in their text.
    SELECT near.report_id, near.seq, near.theme, near.marker || near.heading AS heading, near.text,
           near.char_start, near.char_end
    FROM near LEFT JOIN near AS above ON above.report_id = near.report_id AND above.seq = near.parent_seq
    WHERE near.level <= 3 AND near.theme IS DISTINCT FROM above.theme
), figures AS (
    SELECT told.report_id, told.seq, list({'label': fact.label, 'quote': fact.quote} ORDER BY fact.seq) AS figures
    FROM told
    JOIN fact_indicator AS fact ON fact.report_id = told.report_id
    WHERE fact.char_start >= told.char_start AND fact.char_end <= told.char_end
    GROUP BY told.report_id, told.seq
)
SELECT
    planned.region_code,
    planned.region_name,
    planned.year,
    planned.report_id,
    planned.section_seq,
    planned.theme,
    planned.planned,
    planned.later_report_id,
    told.seq AS later_section_seq,
    told.heading AS later_heading,
    told.text AS later_text,
    figures.figures
FROM planned
LEFT JOIN told ON told.report_id = planned.later_report_id AND told.theme = planned.theme
LEFT JOIN figures ON figures.report_id = told.report_id AND figures.seq = told.seq;
COMMENT ON VIEW promise IS '承诺与下文：某年报告中下一年度安排的每一项，与次年报告同一主题的章节并列';
COMMENT ON COLUMN promise.region_code IS '行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN promise.region_name IS '行政区划全称';
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
