import Schema
import Testing

@testable import Translate

@Suite struct `A faulty template` {
    private func fault(_ template: String, _ data: JSON = [:]) -> String? {
        do throws(TemplateFault) {
            _ = try rendered(template, data)
            return nil
        } catch { return error.description }
    }

    @Test(arguments: [
        ("{{end}}", 1, #"unexpected "end""#), ("a\nb\n{{ else }}", 3, #"unexpected "else""#),
        ("{{if .A}}{{else}}{{else}}{{end}}", 1, #"unexpected "else""#),
        ("{{range .A}}\n{{else if .B}}{{end}}", 2, #"unexpected "if""#),
        ("{{with .A}}{{else if .B}}{{end}}", 1, #"unexpected "if""#), ("\n{{if .A}}\n\n", 2, #""if" has no "end""#),
        ("{{range .A}}{{if .B}}{{end}}", 1, #""range" has no "end""#),
        ("{{define \"a\"}}", 1, #""define" has no "end""#),
        ("{{if}}a{{end}}", 1, #"unexpected "}}""#), ("{{}}", 1, #"unexpected "}}""#),
        ("{{ .A | }}", 1, #"unexpected "}}""#),
        ("{{.A", 1, #"an action has no end, "}}""#), ("a{{", 1, #"an action has no end, "}}""#),
        ("{{ {{ }}", 1, #"unexpected "{""#),
        ("{{\né}}", 2, #"no function is named "é""#), ("{{.A ; 1}}", 1, #"unexpected ";""#),
        ("{{.A : 1}}", 1, #"unexpected ":""#),
        ("{{/* a }}", 1, "a comment has no end"), ("{{/* a */ .A}}", 1, #"a comment does not end right before "}}""#),
        ("{{ /* a */}}", 1, #"unexpected "/""#), (#"{{"a}}"#, 1, "a text has no closing quote"),
        ("{{\"a\n\"}}", 1, "a text has no closing quote"),
        ("{{`a}}", 1, "a text has no closing quote"), (#"{{"\z"}}"#, 1, "a text has an unknown escape"),
        (#"{{"\u12"}}"#, 1, "a text has an unknown escape"),
        (#"{{"\ud800"}}"#, 1, "a text has an unknown escape"), (#"{{"\x+1"}}"#, 1, "a text has an unknown escape"),
        (#"{{"\39a"}}"#, 1, "a text has an unknown escape"), ("{{1x}}", 1, #""1x" is no number"#),
        ("{{1.2.3}}", 1, #""1.2.3" is no number"#), ("{{-}}", 1, #""-" is no number"#),
        ("{{+inf}}", 1, #""+inf" is no number"#), ("{{9e999}}", 1, #""9e999" is no number"#),
        ("{{(.A}}", 1, #"unexpected "}}""#), ("{{.A)}}", 1, #"unexpected ")""#),
        ("{{print (1)(2)}}", 1, #"unexpected "(""#), (#"{{print "a""b"}}"#, 1, #"unexpected ""b"""#),
        ("{{.A.}}", 1, #"".A" is no function, and takes no arguments"#),
        ("{{.A .B}}", 1, #"".A" is no function, and takes no arguments"#),
        ("{{1 2}}", 1, #""1" is no function, and takes no arguments"#),
        ("{{.A | .B}}", 1, #"".B" is no function, and stands behind a pipe"#),
        ("{{.A | 1}}", 1, #""1" is no function, and stands behind a pipe"#),
        ("{{.A | true}}", 1, #""true" is no function, and stands behind a pipe"#),
        ("{{lower .A}}", 1, #"no function is named "lower""#), ("{{print lower}}", 1, #"no function is named "lower""#),
        ("{{len}}", 1, #""len" cannot take 0 arguments"#), ("{{len 1 2}}", 1, #""len" cannot take 2 arguments"#),
        ("{{1 | lt}}", 1, #""lt" cannot take 1 argument"#),
        ("{{eq 1}}", 1, #""eq" cannot take 1 argument"#), ("{{1 | not 2}}", 1, #""not" cannot take 2 arguments"#),
        ("{{slice 1 2 3 4}}", 1, #""slice" cannot take 4 arguments"#),
        ("{{$x}}", 1, #"no variable is named "$x""#), ("{{$x = 1}}", 1, #"no variable is named "$x""#),
        ("{{$x := $x}}", 1, #"no variable is named "$x""#),
        ("{{if 1}}{{$x := 1}}{{end}}\n{{$x}}", 2, #"no variable is named "$x""#),
        ("{{if $x := 1}}{{end}}{{$x}}", 1, #"no variable is named "$x""#),
        ("{{if 1}}{{$x := 1}}{{else}}{{$x}}{{end}}", 1, #"no variable is named "$x""#),
        ("{{$x := 1}}{{define \"a\"}}{{$x}}{{end}}", 1, #"no variable is named "$x""#),
        ("{{$x, $y := 1}}", 1, #"unexpected ",""#), ("{{range $x, $y, $z := .A}}{{end}}", 1, #"unexpected ",""#),
        ("{{range $x, .A}}{{end}}", 1, #"unexpected ".A""#),
        ("{{range $x, $y .A}}{{end}}", 1, #"unexpected ".A""#),
        ("{{print ($x := 1)}}", 1, #"no variable is named "$x""#), ("{{$.A := 1}}", 1, #"unexpected ":=""#),
        ("{{break}}", 1, #""break" stands outside of "range""#),
        ("{{if 1}}{{continue}}{{end}}", 1, #""continue" stands outside of "range""#),
        ("{{range .A}}{{else}}{{break}}{{end}}", 1, #""break" stands outside of "range""#),
        ("{{range 1}}{{block \"a\" .}}{{break}}{{end}}{{end}}", 1, #""break" stands outside of "range""#),
        ("{{range 1}}{{break 1}}{{end}}", 1, #"unexpected "1""#), ("{{end 1}}", 1, #"unexpected "end""#),
        ("{{if 1}}{{end 1}}", 1, #"unexpected "1""#),
        ("{{template .A}}", 1, #"unexpected ".A""#), ("{{template}}", 1, #"unexpected "}}""#),
        ("a\n{{template \"b\"}}", 2, #"no template "b" is defined"#),
        ("{{define .A}}{{end}}", 1, #"unexpected ".A""#), ("{{define \"a\" .}}{{end}}", 1, #"unexpected ".""#),
        ("{{if 1}}{{define \"a\"}}{{end}}{{end}}", 1, #"unexpected "define""#),
        ("{{define \"a\"}}{{end}}\n{{define \"a\"}}{{end}}", 2, #"the template "a" is defined twice"#),
    ])
    func `is refused with a line and a reason`(_ template: String, _ line: Int, _ sentence: String) {
        #expect(fault(template) == "template: line \(line): \(sentence)", "\(template)")
    }

    @Test(arguments: [
        (#"eq 1 "a""#, #""eq" cannot compare a number with a text"#),
        ("ne .T 1", #""ne" cannot compare a truth value with a number"#),
        ("eq .L .L", #""eq" cannot compare a list with a list"#),
        ("eq .O .O", #""eq" cannot compare an object with an object"#),
        ("lt .N 1", #""lt" cannot order nothing and a number"#),
        ("gt .T .T", #""gt" cannot order a truth value and a truth value"#),
        ("len 1", #""len" cannot measure a number"#), ("len .N", #""len" cannot measure nothing"#),
        ("len true", #""len" cannot measure a truth value"#),
        ("index .L 2", #""index" finds no place 2; there are 2"#),
        ("index .L -1", #""index" finds no place -1; there are 2"#),
        (#"index "ab" 2"#, #""index" finds no place 2; there are 2"#),
        (#"index .L "a""#, #""index" needs a whole number and got a text"#),
        ("index .L 0.5", #""index" needs a whole number and got a number"#),
        ("index .O 1", #""index" finds nothing by a number in an object"#),
        ("index .N 1", #""index" finds nothing by a number in nothing"#),
        ("slice .L 3", #""slice" finds no place 3; there are 3"#),
        ("slice .L 2 1", #""slice" cannot start at 2 and end at 1"#), ("slice .O", #""slice" cannot cut an object"#),
        ("slice .N", #""slice" cannot cut nothing"#),
        ("printf 1", #""printf" needs a text and got a number"#), (#"printf "%s""#, #""printf" has no value for "%s""#),
        (#"printf "%s" 1 2 3"#, #""printf" has 2 values too many"#),
        (#"printf "%d" "a""#, #""printf" cannot write a text as "%d""#),
        (#"printf "%q" 1"#, #""printf" cannot write a number as "%q""#),
        (#"printf "%x" 1"#, #""printf" does not know "%x""#),
        ("range .T}}{{end", #""range" cannot go through a truth value"#),
        (#"range "a"}}{{end"#, #""range" cannot go through a text"#),
        ("range $i, $x := 3}}{{end", #""range" counts to a whole number, with one variable"#),
        ("range 1.5}}{{end", #""range" counts to a whole number, with one variable"#),
    ])
    func `fails while it is rendered, with a line and a reason`(_ action: String, _ sentence: String) {
        let data: JSON = ["L": [1, 2], "O": ["a": 1], "T": true]
        #expect(fault("\n{{\(action)}}", data) == "template: line 2: \(sentence)", "\(action)")
    }
}
