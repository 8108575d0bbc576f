/**
 * @generated SignedSource<<5bc022313a050ee7fc00c78301c4729e>>
 * @lightSyntaxTransform
 */

/* eslint-disable */

'use strict';

var node = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "input"
  }
],
v1 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Variable",
        "name": "input",
        "variableName": "input"
      }
    ],
    "concreteType": "CreateCasePayload",
    "kind": "LinkedField",
    "name": "createCase",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "concreteType": "Case",
        "kind": "LinkedField",
        "name": "case",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "caseNumber",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "id",
            "storageKey": null
          }
        ],
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "outcome",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "concreteType": "UserError",
        "kind": "LinkedField",
        "name": "userErrors",
        "plural": true,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "code",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "field",
            "storageKey": null
          }
        ],
        "storageKey": null
      }
    ],
    "storageKey": null
  }
];
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "deskCreateCaseMutation",
    "selections": (v1/*:: as any*/),
    "type": "Mutation",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "deskCreateCaseMutation",
    "selections": (v1/*:: as any*/)
  },
  "params": {
    "cacheID": "8bed68c4ddaca8df13ca84c05c6c3e8d",
    "id": null,
    "metadata": {},
    "name": "deskCreateCaseMutation",
    "operationKind": "mutation",
    "text": "mutation deskCreateCaseMutation(\n  $input: CreateCaseInput!\n) {\n  createCase(input: $input) {\n    case {\n      caseNumber\n      id\n    }\n    outcome\n    userErrors {\n      code\n      field\n    }\n  }\n}\n"
  }
};
})();

node.hash = "2d25da758de17c9155d8c9aa9130fe65";

export default node;
