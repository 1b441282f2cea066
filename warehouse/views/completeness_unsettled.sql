-- Question: as completeness, for the years whose reports have changed since the last run came to its end?
-- One row for each report and part. A part is found by its section's theme or the words of its heading (主要举措和成效,
-- 存在的问题和不足, 第一责任人, 下一步工作打算, 其他需要报告的情况); a heading that names two parts (存在问题及下步打算) counts for
-- both. The heads' duty often has no heading: then the paragraphs that say 第一责任人 or 主要负责人履行 count (`found_by` text).
-- `chars` are those of the topmost sections of the part, headings included, or of these paragraphs.
-- At the end of a run (warehouse/derive/settling.py) these rows go to the table completeness_settled, and the view is empty again.
-- Caveats: a part of completeness, of no use alone.
CREATE OR REPLACE VIEW completeness_unsettled AS
WITH changed AS (
    SELECT report_id, report.year
    FROM report SEMI JOIN unsettled_year ON unsettled_year.year IS NOT DISTINCT FROM report.year
), headed AS (
    -- One pass over the headings, without the texts, which are what makes sections large.
    SELECT
        report_id,
        theme,
        heading,
        {'seq': seq, 'parent': parent_seq, 'title': marker || heading, 'chars': char_end - char_start} AS one,
        regexp_matches(heading, '第一责任人|负责人履行|负责同志履行|履职情况') AS is_duty
    FROM section SEMI JOIN changed USING (report_id)
    WHERE level <= 3
), listed AS (
    SELECT
        report_id,
        list(one) FILTER (
            (theme IN ('leadership', 'functions', 'rules', 'decisions', 'enforcement', 'emergency', 'disputes',
                       'public_legal_services', 'supervision', 'technology', 'publicity')
             AND (NOT is_duty OR regexp_matches(heading, '举措|成效')))
            OR (theme IN ('overview', 'other')
                AND regexp_matches(heading, '举措|成效|做法|进展|完成情况|工作情况|工作开展|推进情况'))
        ) AS measures,
        list(one) FILTER (
            theme = 'problems' OR regexp_matches(heading, '问题|不足|短板|差距|薄弱环节')
        ) AS shortfalls,
        list(one) FILTER (is_duty) AS heads_duty,
        list(one) FILTER (
            theme = 'plans' OR regexp_matches(heading, '下一?步|打算|工作计划|工作安排|工作思路|今后|明年')
        ) AS next_plan,
        list(one) FILTER (regexp_matches(heading, '其他需要|其他情况|其他事项|其它')) AS other
    FROM headed
    GROUP BY report_id
), duty AS (
    SELECT
        report_id,
        list({
            'seq': seq,
            'parent': NULL::INTEGER,
            'title': marker || heading,
            'chars': list_sum(list_transform(list_filter(
                string_split(text, chr(10)),
                lambda line: contains(line, '第一责任人') OR contains(line, '主要负责人履行') OR contains(line, '主要负责同志履行')
            ), lambda line: length(line)))
        }) AS duty_told
    FROM section SEMI JOIN changed USING (report_id)
    WHERE level = 1 AND theme NOT IN ('problems', 'plans')
      AND (contains(text, '第一责任人') OR contains(text, '主要负责人履行') OR contains(text, '主要负责同志履行'))
    GROUP BY report_id
), told AS (
    SELECT
        changed.report_id,
        changed.year,
        -- Each section starts with its seq. Sorted here: an ordered aggregate sets up a sorter for each of its groups.
        list_sort(measures) AS measures,
        list_sort(shortfalls) AS shortfalls,
        list_sort(heads_duty) AS heads_duty,
        list_sort(next_plan) AS next_plan,
        list_sort(other) AS other,
        list_sort(duty_told) AS duty_told
    FROM changed
    LEFT JOIN listed ON listed.report_id = changed.report_id
    LEFT JOIN duty ON duty.report_id = changed.report_id
), parts AS (
    SELECT
        report_id,
        year,
        unnest([
            {'part': 'measures', 'found_by': 'heading', 'found': measures},
            {'part': 'shortfalls', 'found_by': 'heading', 'found': shortfalls},
            {'part': 'heads_duty', 
             'found_by': CASE WHEN heads_duty IS NULL THEN 'text' ELSE 'heading' END,
             'found': coalesce(heads_duty, duty_told)},
            {'part': 'next_plan', 'found_by': 'heading', 'found': next_plan},
            {'part': 'other', 'found_by': 'heading', 'found': other}
        ]) AS five
    FROM told
), topmost AS (
    SELECT
        *,
        list_filter(five.found, lambda section: NOT list_contains(
            list_transform(five.found, lambda one: one.seq), coalesce(section.parent, 0)
        )) AS sections
    FROM parts
)
SELECT
    report_id,
    year,
    five.part AS part,
    CASE WHEN five.found IS NOT NULL THEN five.found_by END AS found_by,
    list_sum(list_transform(sections, lambda section: section.chars))::INTEGER AS chars,
    list_transform(sections, lambda section: section.seq) AS section_seqs,
    five.found[1].title AS first_heading
FROM topmost;
COMMENT ON VIEW completeness_unsettled IS '报告内容完整性中尚未写入 completeness_settled 的年份，随时由章节算得；查询请用 completeness';
COMMENT ON COLUMN completeness_unsettled.report_id IS '报告编号，见 report 表';
COMMENT ON COLUMN completeness_unsettled.year IS '报告所述年份（公历年）';
COMMENT ON COLUMN completeness_unsettled.part IS '内容：measures 举措成效，shortfalls 不足和原因，heads_duty 主要负责人履职，next_plan 下年安排，other 其他';
COMMENT ON COLUMN completeness_unsettled.found_by IS '据何判定：heading 章节标题或主题，text 正文字句；没有时为空';
COMMENT ON COLUMN completeness_unsettled.chars IS '此项内容的字数（字），含标题；没有时为空';
COMMENT ON COLUMN completeness_unsettled.section_seqs IS '所在章节的次序（最上层者），见 section.seq';
COMMENT ON COLUMN completeness_unsettled.first_heading IS '首个此类章节的标题，照原文';
