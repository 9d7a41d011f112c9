import Schema
import Testing

@testable import Translate

/// What a template makes of a value.
func rendered(
    _ text: String,
    _ data: JSON = [:],
    on date: String = "2026-03-01",
    workLimit: Int = 1 << 20
) throws(TemplateFault) -> String {
    let tree = try TemplateParser.tree(of: text)
    var renderer = TemplateRenderer(tree, date: date, workLimit: workLimit)
    try renderer.write(tree.root, of: TemplateValue(data))
    return renderer.text
}

@Suite struct `The language of templates` {
    private static let data: JSON = [
        "Name": "Ada", "Empty": "", "Zero": 0, "Half": 0.5, "Yes": true, "No": false, "Null": nil, "None": [],
        "Words": ["a", "b", "c"], "Bare": [:], "Tool": ["function": ["name": "add", "Deep": ["er": 1]]],
        "People": [["Name": "Bo", "Age": 7], ["Name": "Cy"]],
    ]

    private func check(_ template: String, _ expected: String) throws {
        #expect(try rendered(template, Self.data) == expected, "\(template)")
    }

    @Test(arguments: [
        ("", ""), ("a } b { c", "a } b { c"), ("a {{.Name}} b", "a Ada b"), ("a {{- .Name -}} b", "aAdab"),
        ("a \n\t {{- .Name}} \r\n b", "aAda \r\n b"), ("a {{.Name -}} \n\n b", "a Adab"),
        ("{{.Name}}{{.Name}}", "AdaAda"),
        ("x {{-  1 -}} {{- 2 -}}\n", "x12"), ("a {{-1}}", "a -1"), ("a\n{{\n  .Name\n}}\nb", "a\nAda\nb"),
        ("日{{.Name}}🌍", "日Ada🌍"),
    ])
    func `keeps text, and takes the blanks away that markers point at`(_ template: String, _ text: String) throws {
        try check(template, text)
    }

    @Test(arguments: [
        ("a{{/* {{ .Name }} */}}b", "ab"), ("a {{- /* c */ -}} b", "ab"), ("a {{/* c\n */ -}} b", "a b"),
        ("{{/*/*/}}", ""), ("{{- /**/}}a", "a"),
    ])
    func `leaves comments out`(_ template: String, _ text: String) throws {
        try check(template, text)
    }

    @Test(arguments: [
        ("{{.}}{{$}}", "{}{}"), ("{{$.Name}}", "Ada"), ("{{.Tool.function.name}}", "add"),
        ("{{.Tool.Function.Name}}", "add"),
        ("{{.Tool.Function.Deep.er}}", "1"), ("{{.Nobody}}", ""), ("{{.Nobody.At.All}}", ""), ("{{.Name.First}}", ""),
        ("{{(index .People 0).Name}}", "Bo"), ("{{(.Tool).function.name}}", "add"),
        ("{{((.Tool).function).name}}", "add"),
        ("{{with .People}}{{$.Name}}{{end}}", "Ada"),
    ])
    func `finds members, in Go's spelling too, and nothing where there is none`(
        _ template: String,
        _ text: String
    ) throws {
        if template == "{{.}}{{$}}" {
            #expect(try rendered(template) == text)
        } else {
            try check(template, text)
        }
    }

    @Test(arguments: [
        (#"{{"a\n\t\"\\\u00e9\x41\101\U0001F30D"}}"#, "a\n\t\"\\éAA🌍"), ("{{`a\\n\"\nb`}}", "a\\n\"\nb"),
        (#"{{"{{}}"}}"#, "{{}}"), ("{{12}} {{-3}} {{+4}} {{1.5}} {{.5}} {{1e3}} {{2.50}}", "12 -3 4 1.5 0.5 1000 2.5"),
        ("{{true}} {{false}} {{nil}}", "true false "), (#"{{"\a\b\f\r\v"}}"#, "\u{7}\u{8}\u{c}\r\u{b}"),
    ])
    func `knows texts, numbers and truth values`(_ template: String, _ text: String) throws {
        try check(template, text)
    }

    @Test(arguments: [
        (".Name", true), (".Empty", false), (".Zero", false), (".Half", true), (".Yes", true), (".No", false),
        (".Null", false), (".None", false), (".Words", true), (".Bare", false), (".Tool", true), (".Nobody", false),
        ("0", false), ("0.0", false), ("-1", true), (#""""#, false), (#"" ""#, true), ("nil", false),
    ])
    func `takes what is empty for false`(_ condition: String, _ isTrue: Bool) throws {
        try check("{{if \(condition)}}yes{{else}}no{{end}}", isTrue ? "yes" : "no")
    }

    @Test(arguments: [
        ("{{if .No}}a{{end}}b", "b"), ("{{if .No}}a{{else if .Yes}}b{{else}}c{{end}}", "b"),
        ("{{if .No}}a{{else if .Zero}}b{{else if .Null}}c{{else}}d{{end}}", "d"),
        ("{{if $x := .Name}}{{$x}}{{else}}{{$x}}?{{end}}", "Ada"),
        ("{{if $x := .Empty}}a{{else if .No}}b{{else}}<{{$x}}>{{end}}", "<>"),
        ("{{with .Tool}}{{.Function.Name}}{{end}}", "add"), ("{{with .None}}a{{else}}{{.Name}}{{end}}", "Ada"),
        ("{{with .None}}a{{else with .Words}}{{.}}{{else}}c{{end}}", "[a b c]"),
        ("{{with $x := .Name}}{{$x}}{{.}}{{end}}", "AdaAda"),
        ("{{if .Yes}}{{if .No}}a{{else}}b{{end}}{{end}}", "b"),
    ])
    func `decides`(_ template: String, _ text: String) throws {
        try check(template, text)
    }

    @Test(
        arguments: [
            ("{{range .Words}}<{{.}}>{{end}}", "<a><b><c>"), ("{{range $w := .Words}}{{$w}}{{.}}{{end}}", "aabbcc"),
            ("{{range $i, $w := .Words}}{{$i}}{{$w}}{{end}}", "0a1b2c"), ("{{range .None}}a{{else}}b{{end}}", "b"),
            ("{{range .Nobody}}a{{else}}{{.Name}}{{end}}", "Ada"),
            ("{{range .People}}{{.Name}}{{$.Name}}{{end}}", "BoAdaCyAda"),
            ("{{range $k, $v := index .People 0}}{{$k}}={{$v}};{{end}}", "Name=Bo;Age=7;"),
            ("{{range 3}}{{.}}{{end}}", "012"),
            ("{{range $i := 2}}{{$i}}{{end}}{{range 0}}a{{else}}b{{end}}{{range -2}}c{{end}}", "01b"),
            ("{{range .Words}}{{if eq . \"b\"}}{{continue}}{{end}}{{.}}{{end}}", "ac"),
            ("{{range .Words}}{{if eq . \"b\"}}{{break}}{{end}}{{.}}{{end}}!", "a!"),
            ("{{range .Words}}{{range .}}{{end}}{{end}}", nil),
            ("{{range .People}}{{range $.Words}}{{break}}{{end}}{{.Name}}{{end}}", "BoCy"),
            ("{{$i := 5}}{{$w := 6}}{{range $i, $w = .Words}}{{end}}{{$i}}{{$w}}", "2c"),
            ("{{range .Words}}a{{else}}b{{end}}", "aaa"),
        ] as [(String, String?)]
    )
    func `repeats`(_ template: String, _ text: String?) throws {
        if let text {
            try check(template, text)
        } else {
            #expect(throws: TemplateFault.self) { try rendered(template, Self.data) }
        }
    }

    @Test(arguments: [
        ("{{$x := 1}}{{$x}}", "1"), ("{{$x := 1}}{{$x = 2}}{{$x}}", "2"),
        ("{{$x := 1}}{{if .Yes}}{{$x := 2}}{{end}}{{$x}}", "1"),
        ("{{$x := 1}}{{if .Yes}}{{$x = 2}}{{end}}{{$x}}", "2"),
        ("{{$x := 1}}{{if .Yes}}{{$x := $x}}{{$x = 3}}{{$x}}{{end}}{{$x}}", "31"),
        ("{{$last := \"\"}}{{range .Words}}{{$last = .}}{{end}}{{$last}}", "c"),
        ("{{$x := .Tool}}{{$x.Function.Name}}", "add"),
        ("{{range .Words}}{{$x := .}}{{range $.Words}}{{$x}}{{.}} {{end}}{{end}}", "aa ab ac ba bb bc ca cb cc "),
    ])
    func `has variables, which end with what surrounds them`(_ template: String, _ text: String) throws {
        try check(template, text)
    }

    @Test(arguments: [
        ("{{.Name | printf \"%s!\"}}", "Ada!"), ("{{.Name | printf \"%s%s\" \"a\" | len}}", "4"),
        ("{{.Words|len|eq 3}}", "true"),
        ("{{eq (len .Words) 3 | not}}", "false"), ("{{print (print 1) (print (print 2))}}", "12"),
        ("{{ ( .Name ) }}", "Ada"),
        ("{{$x := .Words | len}}{{$x}}", "3"), ("{{if .Words | len | lt 2}}a{{end}}", "a"),
    ])
    func `hands values through pipes`(_ template: String, _ text: String) throws {
        try check(template, text)
    }

    @Test(arguments: [
        (#"{{define "a"}}<{{.}}>{{end}}{{template "a" .Name}}{{template "a"}}"#, "<Ada><>"),
        (#"{{template "a" .}}{{define "a"}}{{$.Name}}{{end}}"#, "Ada"),
        (#"a{{block "b" .Tool}}{{.Function.Name}}{{end}}c"#, "aaddc"),
        (#"{{define "a"}}{{$x := 1}}{{$x}}{{end}}{{$x := 2}}{{template "a"}}{{$x}}"#, "12"),
        (#"{{define "a"}}{{if .}}{{len .}}{{template "a" (slice . 1)}}{{end}}{{end}}{{template "a" .Words}}"#, "321"),
        (#"{{if .Yes}}{{block "b" .}}{{.Name}}{{end}}{{end}}{{template "b" index .People 1}}"#, "AdaCy"),
    ])
    func `puts parts in by their names`(_ template: String, _ text: String) throws {
        try check(template, text)
    }

    @Test(arguments: [
        ("{{.Words}}", "[a b c]"), ("{{.None}}", "[]"), ("{{.Bare}}", "{}"), ("{{index .People 1}}", #"{"Name":"Cy"}"#),
        ("{{.People}}", #"[{"Name":"Bo","Age":7},{"Name":"Cy"}]"#),
        ("{{.Yes}} {{.Zero}} {{.Half}} {{.Null}}.", "true 0 0.5 ."),
    ])
    func `prints words as Go does, and what is deeper as JSON`(_ template: String, _ text: String) throws {
        try check(template, text)
    }
}
