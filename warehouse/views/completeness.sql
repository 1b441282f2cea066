-- Question: does a report tell the five things that it must, how fully, and where?
-- 法治政府建设与责任落实督察工作规定 (2019): measures and results; shortfalls and their causes; how the heads of party and
-- government did their duty as first persons responsible; next year's plan; other matters.
-- One row for each report and part. A part is found by its section's theme or the words of its heading (主要举措和成效,
-- 存在的问题和不足, 第一责任人, 下一步工作打算, 其他需要报告的情况); a heading that names two parts (存在问题及下步打算) counts for
-- both. The heads' duty often has no heading: then the paragraphs that say 第一责任人 or 主要负责人履行 count (`found_by` text).
-- `chars` are those of the topmost sections of the part, headings included, or of these paragraphs.
-- Caveats: present means that there is a passage of the kind, not that it says much: look at `chars`.
CREATE OR REPLACE VIEW completeness AS
WITH told AS (
    SELECT
        report.report_id,
        report.region_code,
        report.region_name,
        report.year,
        list({'seq': section.seq, 'parent': section.parent_seq, 'title': marker || heading, 'chars': char_end - char_start}
             ORDER BY section.seq) FILTER (
            section.level <= 3 AND (
                (theme IN ('leadership', 'functions', 'rules', 'decisions', 'enforcement', 'emergency', 'disputes',
                           'public_legal_services', 'supervision', 'technology', 'publicity')
                 AND (regexp_matches(heading, '举措|成效')
                      OR NOT regexp_matches(heading, '第一责任人|负责人履行|负责同志履行|履职情况')))
                OR (theme IN ('overview', 'other')
                    AND regexp_matches(heading, '举措|成效|做法|进展|完成情况|工作情况|工作开展|推进情况')))
        ) AS measures,
        list({'seq': section.seq, 'parent': section.parent_seq, 'title': marker || heading, 'chars': char_end - char_start}
             ORDER BY section.seq) FILTER (
            section.level <= 3 AND (theme = 'problems' OR regexp_matches(heading, '问题|不足|短板|差距|薄弱环节'))
        ) AS shortfalls,
        list({'seq': section.seq, 'parent': section.parent_seq, 'title': marker || heading, 'chars': char_end - char_start}
             ORDER BY section.seq) FILTER (
            section.level <= 3 AND regexp_matches(heading, '第一责任人|负责人履行|负责同志履行|履职情况')
        ) AS heads_duty,
        list({'seq': section.seq, 'parent': section.parent_seq, 'title': marker || heading, 'chars': char_end - char_start}
             ORDER BY section.seq) FILTER (
            section.level <= 3
            AND (theme = 'plans' OR regexp_matches(heading, '下一?步|打算|工作计划|工作安排|工作思路|今后|明年'))
        ) AS next_plan,
        list({'seq': section.seq, 'parent': section.parent_seq, 'title': marker || heading, 'chars': char_end - char_start}
             ORDER BY section.seq) FILTER (
            section.level <= 3 AND regexp_matches(heading, '其他需要|其他情况|其他事项|其它')
        ) AS other,
        list({
            'seq': section.seq,
            'parent': NULL::INTEGER,
            'title': marker || heading,
            'chars': list_sum(list_transform(list_filter(
                string_split(section.text, chr(10)),
                lambda line: contains(line, '第一责任人') OR contains(line, '主要负责人履行') OR contains(line, '主要负责同志履行')
            ), lambda line: length(line)))
        } ORDER BY section.seq) FILTER (
            section.level = 1 AND theme NOT IN ('problems', 'plans')
            AND (contains(section.text, '第一责任人') OR contains(section.text, '主要负责人履行')
                 OR contains(section.text, '主要负责同志履行'))
        ) AS duty_told
    FROM report LEFT JOIN section ON section.report_id = report.report_id
    GROUP BY ALL
), parts AS (
    SELECT
        report_id,
        region_code,
        region_name,
        year,
        unnest([
            {'part': 'measures', 'name_zh': '主要举措和成效', 'found_by': 'heading', 'found': measures},
            {'part': 'shortfalls', 'name_zh': '存在的不足和原因', 'found_by': 'heading', 'found': shortfalls},
            {'part': 'heads_duty', 'name_zh': '主要负责人履行第一责任人职责',
             'found_by': CASE WHEN heads_duty IS NULL THEN 'text' ELSE 'heading' END,
             'found': coalesce(heads_duty, duty_told)},
            {'part': 'next_plan', 'name_zh': '下一年度主要安排', 'found_by': 'heading', 'found': next_plan},
            {'part': 'other', 'name_zh': '其他需要报告的情况', 'found_by': 'heading', 'found': other}
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
    region_code,
    region_name,
    year,
    five.part AS part,
    five.name_zh AS name_zh,
    five.found IS NOT NULL AS is_present,
    CASE WHEN five.found IS NOT NULL THEN five.found_by END AS found_by,
    list_sum(list_transform(sections, lambda section: section.chars))::INTEGER AS chars,
    list_transform(sections, lambda section: section.seq) AS section_seqs,
    five.found[1].title AS first_heading
FROM topmost;
COMMENT ON VIEW completeness IS '报告内容完整性：2019 年督察工作规定所要求的五项内容，每份报告每项一行，有无、字数、所在章节';
COMMENT ON COLUMN completeness.report_id IS '报告编号，见 report 表';
COMMENT ON COLUMN completeness.region_code IS '行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN completeness.region_name IS '行政区划全称';
COMMENT ON COLUMN completeness.year IS '报告所述年份（公历年）';
COMMENT ON COLUMN completeness.part IS '内容：measures 举措成效，shortfalls 不足和原因，heads_duty 主要负责人履职，next_plan 下年安排，other 其他';
COMMENT ON COLUMN completeness.name_zh IS '内容的中文名称';
COMMENT ON COLUMN completeness.is_present IS '是否有此项内容';
COMMENT ON COLUMN completeness.found_by IS '据何判定：heading 章节标题或主题，text 正文字句；没有时为空';
COMMENT ON COLUMN completeness.chars IS '此项内容的字数（字），含标题；没有时为空';
COMMENT ON COLUMN completeness.section_seqs IS '所在章节的次序（最上层者），见 section.seq';
COMMENT ON COLUMN completeness.first_heading IS '首个此类章节的标题，照原文';
