-- Question: does a report tell the five things that it must, how fully, and where?
-- 法治政府建设与责任落实督察工作规定 (2019): measures and results; shortfalls and their causes; how the heads of party and
-- government did their duty as first persons responsible; next year's plan; other matters.
-- One row for each report and part. A part is found by its section's theme or the words of its heading (主要举措和成效,
-- 存在的问题和不足, 第一责任人, 下一步工作打算, 其他需要报告的情况); a heading that names two parts (存在问题及下步打算) counts for
-- both. The heads' duty often has no heading: then the paragraphs that say 第一责任人 or 主要负责人履行 count (`found_by` text).
-- `chars` are those of the topmost sections of the part, headings included, or of these paragraphs.
-- A report of which only a part could be had (report.state incomplete) is not listed: what it lacks may stand in the rest.
-- Caveats: present means that there is a passage of the kind, not that it says much: look at `chars`.
CREATE OR REPLACE VIEW completeness AS
WITH found AS (
    SELECT report_id, part, found_by, chars, section_seqs, first_heading FROM completeness_settled
    UNION ALL
    SELECT report_id, part, found_by, chars, section_seqs, first_heading FROM completeness_unsettled
)
SELECT
    report.report_id,
    report.region_code,
    report.region_name,
    report.region_short,
    report.year,
    found.part,
    CASE found.part
        WHEN 'measures' THEN '主要举措和成效'
        WHEN 'shortfalls' THEN '存在的不足和原因'
        WHEN 'heads_duty' THEN '主要负责人履行第一责任人职责'
        WHEN 'next_plan' THEN '下一年度主要安排'
        ELSE '其他需要报告的情况'
    END AS name_zh,
    found.found_by IS NOT NULL AS is_present,
    found.found_by,
    found.chars,
    found.section_seqs,
    found.first_heading
FROM found JOIN report ON report.report_id = found.report_id
WHERE report.state IS DISTINCT FROM 'incomplete';
COMMENT ON VIEW completeness IS '报告内容完整性：2019 年督察工作规定所要求的五项内容，每份报告每项一行，有无、字数、所在章节';
COMMENT ON COLUMN completeness.report_id IS '报告编号，见 report 表';
COMMENT ON COLUMN completeness.region_code IS '行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN completeness.region_name IS '行政区划全称';
COMMENT ON COLUMN completeness.region_short IS '行政区划本名，不带上级，如 通城县；各地有同名者，以代码为准';
COMMENT ON COLUMN completeness.year IS '报告所述年份（公历年）';
COMMENT ON COLUMN completeness.part IS '内容：measures 举措成效，shortfalls 不足和原因，heads_duty 主要负责人履职，next_plan 下年安排，other 其他';
COMMENT ON COLUMN completeness.name_zh IS '内容的中文名称';
COMMENT ON COLUMN completeness.is_present IS '是否有此项内容';
COMMENT ON COLUMN completeness.found_by IS '据何判定：heading 章节标题或主题，text 正文字句；没有时为空';
COMMENT ON COLUMN completeness.chars IS '此项内容的字数（字），含标题；没有时为空';
COMMENT ON COLUMN completeness.section_seqs IS '所在章节的次序（最上层者），见 section.seq';
COMMENT ON COLUMN completeness.first_heading IS '首个此类章节的标题，照原文';
