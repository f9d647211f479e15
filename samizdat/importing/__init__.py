"""A messy text becomes a clean book folder, and every decision can be looked over.

The flow
    opening    a file of any format becomes Markdown (`Incoming`)
    cleaning   steps that propose edits of that text, one idea a file
    proof      every word of what came in is in the result, or listed as taken out
    folder     metadata.yaml, manuscript/ and images are written, over nothing that was edited
    report     source and result side by side
"""
