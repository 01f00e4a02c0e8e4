"""The data desk: what there is, what is missing, late or odd, where sources differ, and where each figure came from.

Every question starts from ``Result.objects.visible_to``, so nobody learns here what they may not read elsewhere.
"""
