-- What is computed from reports after they are loaded: passages for full text, plan items, common passages.
-- Everything here can be made again from report and section by `fazhi refresh`.

CREATE TABLE dim_caliber_break (
    indicator_pattern VARCHAR NOT NULL,
    effective_on DATE NOT NULL,
    reason VARCHAR NOT NULL,
    source VARCHAR NOT NULL
);
COMMENT ON TABLE dim_caliber_break IS '口径的变动，取自 seeds/caliber_breaks.csv；逐指标、逐年展开见视图 caliber_break';
COMMENT ON COLUMN dim_caliber_break.indicator_pattern IS '指标编号，或带 * 的一组，如 reconsideration.*';
COMMENT ON COLUMN dim_caliber_break.effective_on IS '新口径施行日期';
COMMENT ON COLUMN dim_caliber_break.reason IS '口径为何改变';
COMMENT ON COLUMN dim_caliber_break.source IS '依据的法规或文件';

CREATE TABLE derived_state (
    name VARCHAR NOT NULL,
    made_from VARCHAR NOT NULL
);
COMMENT ON TABLE derived_state IS '派生内容的状态：视图、全文索引各由何而成，据此判断是否过时';
COMMENT ON COLUMN derived_state.name IS '派生内容的名称：views 视图，search_index 全文索引';
COMMENT ON COLUMN derived_state.made_from IS '所据内容的指纹';

CREATE TABLE derived_report (
    report_id VARCHAR NOT NULL,
    region_code VARCHAR,
    made_from VARCHAR NOT NULL
);
COMMENT ON TABLE derived_report IS '已由哪些报告的哪一版算出段落、安排和雷同文字，每份报告一行';
COMMENT ON COLUMN derived_report.report_id IS '报告编号，见 report 表';
COMMENT ON COLUMN derived_report.region_code IS '行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN derived_report.made_from IS '所据版本：正文指纹、解析规则和派生规则的版本';

CREATE TABLE passage (
    passage_id VARCHAR NOT NULL,
    report_id VARCHAR NOT NULL,
    section_seq INTEGER NOT NULL,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    text VARCHAR NOT NULL USING COMPRESSION zstd,
    tokens VARCHAR NOT NULL USING COMPRESSION zstd
);
COMMENT ON TABLE passage IS '全文检索的段落：章节自身的文字，不含下级章节（段内一是仍在其中）；检索用 search_passage(词语)';
COMMENT ON COLUMN passage.passage_id IS '段落编号：报告编号#章节次序';
COMMENT ON COLUMN passage.report_id IS '所属报告，见 report 表';
COMMENT ON COLUMN passage.section_seq IS '章节的次序，见 section.seq；0 为首个章节之前的文字';
COMMENT ON COLUMN passage.char_start IS '段落在 report.text 中的起点（字符，从 0 起）';
COMMENT ON COLUMN passage.char_end IS '段落在 report.text 中的终点（字符，不含该位）';
COMMENT ON COLUMN passage.text IS '段落文字，繁体已转为简体，供检索；原文见 report.text';
COMMENT ON COLUMN passage.tokens IS '检索词，以空格相隔，结巴分词搜索模式所切，单字不计';

CREATE TABLE plan_item (
    report_id VARCHAR NOT NULL,
    section_seq INTEGER NOT NULL,
    theme VARCHAR,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    text VARCHAR NOT NULL
);
COMMENT ON TABLE plan_item IS '下一年度安排中的各项，每项一行；与次年报告的对照见视图 promise';
COMMENT ON COLUMN plan_item.report_id IS '所属报告，见 report 表';
COMMENT ON COLUMN plan_item.section_seq IS '所在章节的次序，见 section.seq';
COMMENT ON COLUMN plan_item.theme IS '该项所属主题，由文中词语判断；看不出时为空';
COMMENT ON COLUMN plan_item.char_start IS '在 report.text 中的起点（字符，从 0 起）';
COMMENT ON COLUMN plan_item.char_end IS '在 report.text 中的终点（字符，不含该位）';
COMMENT ON COLUMN plan_item.text IS '该项文字，照原文';

CREATE TABLE recycled_passage (
    report_id VARCHAR NOT NULL,
    section_seq INTEGER NOT NULL,
    section_chars INTEGER NOT NULL,
    relation VARCHAR NOT NULL,
    other_report_id VARCHAR NOT NULL,
    chars INTEGER NOT NULL,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    other_char_start INTEGER NOT NULL,
    other_char_end INTEGER NOT NULL
);
COMMENT ON TABLE recycled_passage IS '雷同段落：与本地上年或邻近地区当年报告逐字相同、连续 30 字以上（不计空白）的文字，每段一行';
COMMENT ON COLUMN recycled_passage.report_id IS '所属报告，见 report 表';
COMMENT ON COLUMN recycled_passage.section_seq IS '章节的次序，见 section.seq；0 为首个章节之前的文字';
COMMENT ON COLUMN recycled_passage.section_chars IS '章节自身（不含下级章节）的字数（字），不计空白';
COMMENT ON COLUMN recycled_passage.relation IS '对照的报告：last_year 本地上年，neighbour 同一上级的他地当年';
COMMENT ON COLUMN recycled_passage.other_report_id IS '对照的报告编号，见 report 表';
COMMENT ON COLUMN recycled_passage.chars IS '相同的字数（字），不计空白';
COMMENT ON COLUMN recycled_passage.char_start IS '在本报告 text 中的起点（字符，从 0 起）';
COMMENT ON COLUMN recycled_passage.char_end IS '在本报告 text 中的终点（字符，不含该位）';
COMMENT ON COLUMN recycled_passage.other_char_start IS '在对照报告 text 中的起点（字符，从 0 起）';
COMMENT ON COLUMN recycled_passage.other_char_end IS '在对照报告 text 中的终点（字符，不含该位）';

-- The macro that DuckDB's fts extension makes for an index calls stem(word, 'none'), which gives the word itself. With this
-- macro of the same meaning in the file, the index can be asked where the extension is not installed.
CREATE OR REPLACE MACRO stem(word, stemmer) AS word;
