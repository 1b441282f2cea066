-- What the views would compute at each asking, kept: values chosen, parts of reports found, sections of themes with figures.
-- A year that changes is taken out and noted in unsettled_year; the end of the run puts it back (warehouse/derive/settling.py).

CREATE TABLE unsettled_year (
    year SMALLINT
);
COMMENT ON TABLE unsettled_year IS '报告有变、尚未写入 *_settled 各表的年份；其结果由视图随时算得，运行结束时写入';
COMMENT ON COLUMN unsettled_year.year IS '报告年份（公历年）；年份不明者为空';

CREATE TABLE indicator_settled (
    region_code VARCHAR NOT NULL,
    indicator_id VARCHAR NOT NULL,
    year SMALLINT NOT NULL,
    value DOUBLE,
    unit VARCHAR,
    qualifier VARCHAR,
    scope VARCHAR,
    period_start DATE,
    period_end DATE,
    check_status VARCHAR,
    confidence DOUBLE,
    quote VARCHAR,
    report_id VARCHAR,
    fact_id VARCHAR,
    candidates BIGINT,
    distinct_values BIGINT,
    lowest DOUBLE,
    highest DOUBLE
);
COMMENT ON TABLE indicator_settled IS '已写定的指标取值，每地、每指标、每年一行；查询请用视图 indicator_series';
COMMENT ON COLUMN indicator_settled.region_code IS '行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN indicator_settled.indicator_id IS '指标编号，见 dim_indicator';
COMMENT ON COLUMN indicator_settled.year IS '报告所述年份（公历年）';
COMMENT ON COLUMN indicator_settled.value IS '所取数值，单位见 unit 列';
COMMENT ON COLUMN indicator_settled.unit IS '数值的基本单位';
COMMENT ON COLUMN indicator_settled.qualifier IS '数值的限定：exact over about at_least at_most，同 fact_indicator';
COMMENT ON COLUMN indicator_settled.scope IS '口径：government 本级政府，region 全域，department 部门；看不出时为空';
COMMENT ON COLUMN indicator_settled.period_start IS '数字所涵盖时期的首日';
COMMENT ON COLUMN indicator_settled.period_end IS '数字所涵盖时期的末日（含当日）';
COMMENT ON COLUMN indicator_settled.check_status IS '核对结果：consistent 相符，inconsistent 不符；无从核对时为空';
COMMENT ON COLUMN indicator_settled.confidence IS '把握（0 至 1 的比例）';
COMMENT ON COLUMN indicator_settled.quote IS '原文中的数字，照原文';
COMMENT ON COLUMN indicator_settled.report_id IS '所取数值出自的报告，见 report 表';
COMMENT ON COLUMN indicator_settled.fact_id IS '所取数值的事实编号，见 fact_indicator';
COMMENT ON COLUMN indicator_settled.candidates IS '候选数字的个数（个），见 indicator_candidate';
COMMENT ON COLUMN indicator_settled.distinct_values IS '候选数字中不同数值的个数（个）';
COMMENT ON COLUMN indicator_settled.lowest IS '候选数字中的最小值，单位见 unit 列';
COMMENT ON COLUMN indicator_settled.highest IS '候选数字中的最大值，单位见 unit 列';

CREATE TABLE completeness_settled (
    report_id VARCHAR NOT NULL,
    year SMALLINT,
    part VARCHAR NOT NULL,
    found_by VARCHAR,
    chars INTEGER,
    section_seqs INTEGER[],
    first_heading VARCHAR
);
COMMENT ON TABLE completeness_settled IS '已写定的报告内容完整性，每份报告每项一行；查询请用视图 completeness';
COMMENT ON COLUMN completeness_settled.report_id IS '报告编号，见 report 表';
COMMENT ON COLUMN completeness_settled.year IS '报告所述年份（公历年）；不明时为空';
COMMENT ON COLUMN completeness_settled.part IS '内容：measures 举措成效，shortfalls 不足和原因，heads_duty 主要负责人履职，next_plan 下年安排，other 其他';
COMMENT ON COLUMN completeness_settled.found_by IS '据何判定：heading 章节标题或主题，text 正文字句；没有此项内容时为空';
COMMENT ON COLUMN completeness_settled.chars IS '此项内容的字数（字），含标题；没有时为空';
COMMENT ON COLUMN completeness_settled.section_seqs IS '所在章节的次序（最上层者），见 section.seq';
COMMENT ON COLUMN completeness_settled.first_heading IS '首个此类章节的标题，照原文';

CREATE TABLE theme_settled (
    report_id VARCHAR NOT NULL,
    year SMALLINT,
    seq INTEGER NOT NULL,
    theme VARCHAR,
    figures STRUCT("label" VARCHAR, "quote" VARCHAR)[]
);
COMMENT ON TABLE theme_settled IS '已写定的各主题最上层章节及其数字，每个章节一行；查询请用视图 promise';
COMMENT ON COLUMN theme_settled.report_id IS '报告编号，见 report 表';
COMMENT ON COLUMN theme_settled.year IS '报告所述年份（公历年）；不明时为空';
COMMENT ON COLUMN theme_settled.seq IS '章节的次序，见 section.seq';
COMMENT ON COLUMN theme_settled.theme IS '主题，同 section.theme';
COMMENT ON COLUMN theme_settled.figures IS '章节内的数字：名称与原文，依次';

ALTER TABLE recycled_passage ADD COLUMN text VARCHAR;
COMMENT ON COLUMN recycled_passage.text IS '相同的文字，照本报告原文';
UPDATE recycled_passage SET text = substring(report.text, char_start + 1, char_end - char_start)
FROM report WHERE report.report_id = recycled_passage.report_id;
