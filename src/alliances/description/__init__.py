"""x"""
def document(): return ""
