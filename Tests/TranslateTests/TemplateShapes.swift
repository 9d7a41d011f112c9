/// Templates in the shapes that models are published with.
enum TemplateShapes {
    static let chatML = """
        {{- range .Messages }}<|im_start|>{{ .Role }}
        {{ .Content }}<|im_end|>
        {{ end }}<|im_start|>assistant

        """

    /// A turn at a time, as templates were written before they had messages.
    static let chatMLTurns = """
        {{ if .System }}<|im_start|>system
        {{ .System }}<|im_end|>
        {{ end }}{{ if .Prompt }}<|im_start|>user
        {{ .Prompt }}<|im_end|>
        {{ end }}<|im_start|>assistant
        {{ .Response }}<|im_end|>

        """

    static let llama3 = """
        {{- if or .System .Tools }}<|start_header_id|>system<|end_header_id|>
        {{- if .System }}

        {{ .System }}
        {{- end }}
        {{- if .Tools }}

        Today is {{ currentDate }}. Answer with a call of one of these functions, if one helps:
        {{- end }}<|eot_id|>
        {{- end }}
        {{- range $i, $_ := .Messages }}
        {{- $last := eq (len (slice $.Messages $i)) 1 }}
        {{- if eq .Role "user" }}<|start_header_id|>user<|end_header_id|>
        {{- if and $.Tools $last }}
        {{ range $.Tools }}
        {{ . }}
        {{- end }}

        {{ .Content }}<|eot_id|>
        {{- else }}

        {{ .Content }}<|eot_id|>
        {{- end }}{{ if $last }}<|start_header_id|>assistant<|end_header_id|>

        {{ end }}
        {{- else if eq .Role "assistant" }}<|start_header_id|>assistant<|end_header_id|>
        {{- if .ToolCalls }}
        {{ range .ToolCalls }}
        {"name": "{{ .Function.Name }}", "parameters": {{ .Function.Arguments }}}{{ end }}
        {{- else }}

        {{ .Content }}
        {{- end }}{{ if not $last }}<|eot_id|>{{ end }}
        {{- else if eq .Role "tool" }}<|start_header_id|>ipython<|end_header_id|>

        {{ .Content }}<|eot_id|>{{ if $last }}<|start_header_id|>assistant<|end_header_id|>

        {{ end }}
        {{- end }}
        {{- end }}
        """

    static let mistral = """
        {{- range $index, $_ := .Messages }}
        {{- if eq .Role "user" }}
        {{- if and (le (len (slice $.Messages $index)) 2) $.Tools }}[AVAILABLE_TOOLS] {{ json $.Tools }}[/AVAILABLE_TOOLS]
        {{- end }}[INST] {{ if and (eq (len (slice $.Messages $index)) 1) $.System }}{{ $.System }}

        {{ end }}{{ .Content }}[/INST]
        {{- else if eq .Role "assistant" }}
        {{- if .Content }} {{ .Content }}</s>
        {{- else if .ToolCalls }}[TOOL_CALLS] [
        {{- range $n, $call := .ToolCalls }}{{ if $n }}, {{ end }}{"name": "{{ .Function.Name }}", "arguments": {{ json .Function.Arguments }}}
        {{- end }}]</s>
        {{- end }}
        {{- else if eq .Role "tool" }}[TOOL_RESULTS] {"content": {{ json .Content }}, "id": "{{ .ToolCallID }}"}[/TOOL_RESULTS]
        {{- end }}
        {{- end }}
        """

    static let gemma = """
        {{- range $i, $_ := .Messages }}
        {{- $last := eq (len (slice $.Messages $i)) 1 }}
        {{- if or (eq .Role "user") (eq .Role "system") }}<start_of_turn>user
        {{ .Content }}<end_of_turn>
        {{ if $last }}<start_of_turn>model
        {{ end }}
        {{- else if eq .Role "assistant" }}<start_of_turn>model
        {{ .Content }}{{ if not $last }}<end_of_turn>
        {{ end }}
        {{- end }}
        {{- end }}
        """

    static let phi = """
        {{- if .System }}<|system|>
        {{ .System }}<|end|>
        {{ end }}
        {{- if .Prompt }}<|user|>
        {{ .Prompt }}<|end|>
        {{ end }}<|assistant|>
        {{ .Response }}<|end|>
        """

    /// Says nothing of the answer's place, which is the end then.
    static let alpaca = """
        {{ if .System }}{{ .System }}

        {{ end }}{{ if .Prompt }}### Instruction:
        {{ .Prompt }}

        {{ end }}### Response:

        """

    /// Thinks when it may, calls tools with types in TypeScript, and fills in the middle.
    static let thinker = """
        {{- define "type" }}{{ toTypeScriptType . }}{{ end }}
        {{- if .Suffix }}<|prefix|>{{ .Prompt }}<|suffix|>{{ .Suffix }}<|middle|>
        {{- else if .Messages }}
        {{- if or .System .Tools }}<|system|>
        {{- .System }}{{ if eq .ThinkLevel "high" }} Think hard.{{ end }}
        {{- range .Tools }}
        {{ .Function.Name }}: ({
        {{- range $name, $property := .Function.Parameters.Properties }}
          // {{ $property.Description }}
          {{ $name }}: {{ template "type" $property }},
        {{- end }}
        }) => any
        {{- end }}<|end|>
        {{- end }}
        {{- $lastUser := -1 }}
        {{- range $i, $m := .Messages }}{{ if eq $m.Role "user" }}{{ $lastUser = $i }}{{ end }}{{ end }}
        {{- range $i, $_ := .Messages }}
        {{- if eq .Role "system" }}{{ continue }}{{ end }}<|{{ .Role }}|>
        {{- if and .Thinking (gt $i $lastUser) }}<think>{{ .Thinking }}</think>{{ end }}{{ .Content }}
        {{- range .ToolCalls }}<call>{{ json . }}</call>{{ end }}<|end|>
        {{- end }}<|assistant|>{{ if and .IsThinkSet (not .Think) }}<think></think>{{ end }}
        {{- end }}
        """

    static let all = [chatML, chatMLTurns, llama3, mistral, gemma, phi, alpaca, thinker]
}
